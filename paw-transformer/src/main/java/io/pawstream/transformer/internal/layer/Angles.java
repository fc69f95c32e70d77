package io.pawstream.transformer.internal.layer;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Sines and cosines of rotary positions, computed once for each position that occurs. Any thread.
 */
public final class Angles {
  private final int half;
  private final double base;

  /** For each position the cosines, then the sines. */
  private final AtomicReferenceArray<float @Nullable []> tables;

  /**
   * @param headWidth values that turn, even
   * @param base pair i turns by {@code position * base^(-2i / headWidth)}
   * @param positions how many there are
   */
  public Angles(int headWidth, double base, int positions) {
    this.half = headWidth / 2;
    this.base = base;
    this.tables = new AtomicReferenceArray<>(positions);
  }

  /** Turns one head, in place. */
  void turn(float[] x, int from, int position) {
    float[] table = table(position);
    for (int i = 0; i < half; i++) {
      float a = x[from + i];
      float b = x[from + i + half];
      x[from + i] = a * table[i] - b * table[half + i];
      x[from + i + half] = a * table[half + i] + b * table[i];
    }
  }

  /** Undoes {@link #turn}; also its gradient. */
  void turnBack(float[] x, int from, int position) {
    float[] table = table(position);
    for (int i = 0; i < half; i++) {
      float a = x[from + i];
      float b = x[from + i + half];
      x[from + i] = a * table[i] + b * table[half + i];
      x[from + i + half] = b * table[i] - a * table[half + i];
    }
  }

  private float[] table(int position) {
    float[] table = tables.get(position);
    if (table == null) {
      table = new float[2 * half];
      for (int i = 0; i < half; i++) {
        double angle = position * Math.pow(base, -(double) i / half);
        table[i] = (float) Math.cos(angle);
        table[half + i] = (float) Math.sin(angle);
      }
      tables.set(position, table);
    }
    return table;
  }
}
