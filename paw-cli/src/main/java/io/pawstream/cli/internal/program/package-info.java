/** Commands about programs themselves, and how a command opens them. */
@NullMarked
package io.pawstream.cli.internal.program;

import org.jspecify.annotations.NullMarked;
