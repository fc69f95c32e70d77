package io.pawstream.runtime.gguf;

import java.util.List;

/**
 * One tensor as the header describes it.
 *
 * @param name its name, unique in the file
 * @param type element type
 * @param shape dimensions as ggml orders them ({@code ne}): the fastest first, so a linear layer is
 *     {@code [in, out]}; one to four, each at least 1
 * @param offset where its bytes begin, counted from {@link GgufHeader#dataOffset()}
 * @param byteSize how many bytes it takes
 */
public record GgufTensor(String name, GgufType type, List<Long> shape, long offset, long byteSize) {
  public GgufTensor {
    shape = List.copyOf(shape);
  }
}
