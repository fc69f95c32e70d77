/**
 * Local compilation: examples and a spec become an adapter and a {@code .paw} bundle. {@link
 * io.pawstream.compiler.Compiler} is the entry point; knows neither engine nor streams.
 */
@NullMarked
package io.pawstream.compiler;

import org.jspecify.annotations.NullMarked;
