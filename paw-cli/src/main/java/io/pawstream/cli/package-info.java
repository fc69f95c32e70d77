/** {@code paw} on the command line. {@link io.pawstream.cli.PawCommand} is the entry point. */
@NullMarked
package io.pawstream.cli;

import org.jspecify.annotations.NullMarked;
