/**
 * Tensors as GGUF files hold them: read, decoded to floats, encoded, and used as weights. {@link
 * io.pawstream.transformer.tensor.TensorFile} is the entry point.
 */
@NullMarked
package io.pawstream.transformer.tensor;

import org.jspecify.annotations.NullMarked;
