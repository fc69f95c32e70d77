package io.pawstream.runtime.gguf;

import java.util.Optional;

/**
 * The element type of a tensor: how many elements make one block, and how many bytes a block takes.
 *
 * <p>Ids and sizes are those of {@code enum ggml_type} and the block structs of ggml. Types that no
 * program or interpreter of ours uses are left out and refused.
 */
public enum GgufType {
  F32(0, 1, 4),
  F16(1, 1, 2),
  Q4_0(2, 32, 18),
  Q4_1(3, 32, 20),
  Q5_0(6, 32, 22),
  Q5_1(7, 32, 24),
  Q8_0(8, 32, 34),
  Q2_K(10, 256, 84),
  Q3_K(11, 256, 110),
  Q4_K(12, 256, 144),
  Q5_K(13, 256, 176),
  Q6_K(14, 256, 210),
  I8(24, 1, 1),
  I16(25, 1, 2),
  I32(26, 1, 4),
  I64(27, 1, 8),
  F64(28, 1, 8),
  BF16(30, 1, 2);

  private final int id;
  private final int blockElements;
  private final int blockBytes;

  GgufType(int id, int blockElements, int blockBytes) {
    this.id = id;
    this.blockElements = blockElements;
    this.blockBytes = blockBytes;
  }

  /** The number that stands for this type in a file. */
  public int id() {
    return id;
  }

  /** Elements per block; the first dimension of a tensor is a multiple of it. */
  public int blockElements() {
    return blockElements;
  }

  /** Bytes per block. */
  public int blockBytes() {
    return blockBytes;
  }

  /**
   * Bytes that a tensor of this type takes.
   *
   * @param shape dimensions as in the file, the fastest first, each at least 1
   * @throws IllegalArgumentException if the first dimension is not a multiple of the block
   * @throws ArithmeticException if the size does not fit a long
   */
  public long byteSize(Iterable<Long> shape) {
    long size = 0;
    for (long dimension : shape) {
      if (size == 0) {
        if (dimension % blockElements != 0) {
          throw new IllegalArgumentException(
              "The first dimension of a tensor of type "
                  + this
                  + " must be a multiple of "
                  + blockElements
                  + ": dimension="
                  + dimension);
        }
        size = Math.multiplyExact(dimension / blockElements, blockBytes);
      } else {
        size = Math.multiplyExact(size, dimension);
      }
    }
    return size;
  }

  /** The type with this id, if it is one of ours. */
  public static Optional<GgufType> of(long id) {
    for (GgufType type : values()) {
      if (type.id == id) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
