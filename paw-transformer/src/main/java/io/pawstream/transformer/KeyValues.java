package io.pawstream.transformer;

import io.pawstream.transformer.math.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys and values of tokens that were computed before, as later tokens see them. Any thread may
 * read them once they are computed.
 */
public final class KeyValues {
  /** For each block [tokens or more, keys | values]. */
  private final List<Matrix> blocks = new ArrayList<>();

  private final int length;

  /** Room for some tokens; {@link PrefillPass} fills it. */
  KeyValues(ModelShape shape, int length) {
    this.length = length;
    for (int i = 0; i < shape.blocks(); i++) {
      blocks.add(Matrix.zeros(length, 2 * shape.keyWidth()));
    }
  }

  private KeyValues(List<Matrix> blocks, int length) {
    this.blocks.addAll(blocks);
    this.length = length;
  }

  /** How many tokens there are. */
  public int length() {
    return length;
  }

  /** The memory they take. */
  public long bytes() {
    return (long) Float.BYTES
        * blocks.stream().mapToLong(block -> (long) block.rows() * block.cols()).sum();
  }

  /** The first of them, in the same memory. */
  KeyValues first(int count) {
    return new KeyValues(blocks.stream().map(block -> block.rows(0, count)).toList(), count);
  }

  boolean fits(ModelShape shape) {
    return blocks.size() == shape.blocks() && blocks.get(0).cols() == 2 * shape.keyWidth();
  }

  Matrix block(int number) {
    return blocks.get(number);
  }
}
