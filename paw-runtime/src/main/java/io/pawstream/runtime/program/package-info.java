/**
 * Programs: reading and checking bundles before native code sees any of them. {@link
 * io.pawstream.runtime.program.Reference} is the entry point.
 */
@NullMarked
package io.pawstream.runtime.program;

import org.jspecify.annotations.NullMarked;
