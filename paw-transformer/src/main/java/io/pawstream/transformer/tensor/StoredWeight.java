package io.pawstream.transformer.tensor;

import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.Scratch;
import java.nio.ByteBuffer;

/** A weight as the file has it: small in memory, decoded panel by panel at every use. */
final class StoredWeight implements Weight {
  /** Rows decoded at a time: the panel of a layer 1024 wide is 2 MiB. */
  private static final int PANEL_ROWS = 512;

  private final GgufType type;
  private final BlockDecoder decoder;
  private final ByteBuffer bytes;
  private final int rows;
  private final int cols;

  /**
   * @param bytes little-endian, as many as the shape takes
   */
  StoredWeight(GgufType type, ByteBuffer bytes, int rows, int cols) {
    this.type = type;
    this.decoder = BlockDecoder.of(type);
    this.bytes = bytes;
    this.rows = rows;
    this.cols = cols;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int cols() {
    return cols;
  }

  @Override
  public int panelRows() {
    return PANEL_ROWS;
  }

  @Override
  public Matrix panel(int from, int to, Scratch scratch, int place) {
    Matrix panel = scratch.matrix(place, to - from, cols);
    decode(from, panel);
    return panel;
  }

  @Override
  public void decode(int from, Matrix into) {
    float[] row = new float[cols];
    int blocks = cols / type.blockElements();
    for (int i = 0; i < into.rows(); i++) {
      int at = (from + i) * blocks * type.blockBytes();
      for (int block = 0; block < blocks; block++) {
        decoder.decode(bytes, at + block * type.blockBytes(), row, block * type.blockElements());
      }
      into.put(i, row);
    }
  }
}
