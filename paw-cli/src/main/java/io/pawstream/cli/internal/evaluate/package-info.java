/** {@code paw eval}: asks about rows with known answers, and shows the numbers. */
@NullMarked
package io.pawstream.cli.internal.evaluate;

import org.jspecify.annotations.NullMarked;
