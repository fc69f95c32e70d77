/**
 * Interpreters: the shared base models that programs run on. Knows nothing about programs. {@link
 * io.pawstream.runtime.interpreter.Interpreters} is the entry point.
 */
@NullMarked
package io.pawstream.runtime.interpreter;

import org.jspecify.annotations.NullMarked;
