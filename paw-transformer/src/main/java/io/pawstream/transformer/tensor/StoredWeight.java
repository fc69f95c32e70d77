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
    byte[] stored = new byte[blocks * type.blockBytes()];
    for (int i = 0; i < into.rows(); i++) {
      bytes.get((from + i) * stored.length, stored);
      decoder.decode(stored, row, blocks);
      into.put(i, row);
    }
  }
}
