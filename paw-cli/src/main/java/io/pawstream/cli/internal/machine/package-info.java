/** Commands about this machine: is all there, and how fast is it. */
@NullMarked
package io.pawstream.cli.internal.machine;

import org.jspecify.annotations.NullMarked;
