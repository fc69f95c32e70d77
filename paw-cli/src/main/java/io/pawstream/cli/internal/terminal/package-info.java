/** Where a person reads, and how things are shown there. */
@NullMarked
package io.pawstream.cli.internal.terminal;

import org.jspecify.annotations.NullMarked;
