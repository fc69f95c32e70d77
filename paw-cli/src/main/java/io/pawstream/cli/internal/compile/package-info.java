/** {@code paw compile}. */
@NullMarked
package io.pawstream.cli.internal.compile;

import org.jspecify.annotations.NullMarked;
