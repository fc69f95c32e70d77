package io.pawstream.transformer.math;

import java.util.Arrays;

/**
 * Memory that one worker uses again and again; each place in it grows to what is asked. One thread
 * at a time.
 */
public final class Scratch {
  private Matrix[] places = new Matrix[0];

  /**
   * A matrix with any content, valid until the same place is asked for again.
   *
   * @param place small number; different ones do not overlap
   */
  public Matrix matrix(int place, int rows, int cols) {
    int old = places.length;
    if (place >= old) {
      places = Arrays.copyOf(places, place + 1);
      Arrays.fill(places, old, places.length, Matrix.zeros(0, 0));
    }
    Matrix matrix = places[place];
    if (matrix.rows() < rows || matrix.cols() < cols) {
      matrix = Matrix.zeros(Math.max(rows, matrix.rows()), Math.max(cols, matrix.cols()));
      places[place] = matrix;
    }
    return matrix.rows(0, rows).cols(0, cols);
  }
}
