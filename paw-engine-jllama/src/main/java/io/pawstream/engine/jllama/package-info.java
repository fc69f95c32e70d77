/** The engine {@code jllama}: {@link io.pawstream.engine.jllama.JllamaProvider} is its entry. */
@NullMarked
package io.pawstream.engine.jllama;

import org.jspecify.annotations.NullMarked;
