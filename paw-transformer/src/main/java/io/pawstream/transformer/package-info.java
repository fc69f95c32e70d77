/**
 * Forward and backward pass of interpreters, from GGUF weights. {@link
 * io.pawstream.transformer.Transformer} is the entry point.
 *
 * <p>Arrows: this package uses all others; {@code lora} uses {@code tensor} and {@code optim};
 * these use {@code math}. Of the runtime only its package {@code gguf} is used.
 */
@NullMarked
package io.pawstream.transformer;

import org.jspecify.annotations.NullMarked;
