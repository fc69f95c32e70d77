/** The engine {@code llama}: label scoring and greedy text over llama.cpp contexts. */
@NullMarked
package io.pawstream.runtime.engine.internal.llama;

import org.jspecify.annotations.NullMarked;
