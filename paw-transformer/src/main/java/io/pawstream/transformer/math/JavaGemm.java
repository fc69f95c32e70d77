package io.pawstream.transformer.math;

import java.util.Arrays;

/**
 * Products in plain Java, about a tenth as fast as {@link OpenBlasGemm}: for platforms without its
 * native code, and to check it. Any thread.
 */
public final class JavaGemm implements Gemm {
  /** Rows and columns of the result that are computed at a time. */
  private static final int TILE = 64;

  @Override
  public void nt(float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    Gemm.check(a.rows(), b.rows(), a.cols(), b.cols(), c);
    multiply(false, true, a.cols(), alpha, a, b, beta, c);
  }

  @Override
  public void nn(float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    Gemm.check(a.rows(), b.cols(), a.cols(), b.rows(), c);
    multiply(false, false, a.cols(), alpha, a, b, beta, c);
  }

  @Override
  public void tn(float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    Gemm.check(a.cols(), b.cols(), a.rows(), b.rows(), c);
    multiply(true, false, a.rows(), alpha, a, b, beta, c);
  }

  private static void multiply(
      boolean transposeA,
      boolean transposeB,
      int k,
      float alpha,
      Matrix a,
      Matrix b,
      float beta,
      Matrix c) {
    float[] row = new float[Math.max(k, Math.max(TILE, Math.max(a.cols(), b.cols())))];
    float[] aTile = new float[k * Math.min(TILE, c.rows())];
    float[] bTile = new float[k * Math.min(TILE, c.cols())];
    float[] sums = new float[TILE];
    for (int j = 0; j < c.cols(); j += TILE) {
      int width = Math.min(TILE, c.cols() - j);
      if (transposeB) {
        transposed(b.rows(j, j + width), row, bTile);
      } else {
        plain(b.cols(j, j + width), row, bTile);
      }
      for (int i = 0; i < c.rows(); i += TILE) {
        int height = Math.min(TILE, c.rows() - i);
        if (transposeA) {
          transposed(a.cols(i, i + height), row, aTile);
        } else {
          plain(a.rows(i, i + height), row, aTile);
        }
        for (int r = 0; r < height; r++) {
          product(aTile, r * k, bTile, k, width, sums);
          store(alpha, sums, beta, c.rows(i + r, i + r + 1).cols(j, j + width), row);
        }
      }
    }
  }

  /** One row of the result; the inner loop is one that the compiler turns into vector code. */
  private static void product(float[] a, int from, float[] b, int k, int width, float[] sums) {
    Arrays.fill(sums, 0);
    for (int p = 0; p < k; p++) {
      float factor = a[from + p];
      int start = p * width;
      for (int j = 0; j < width; j++) {
        sums[j] += factor * b[start + j];
      }
    }
  }

  private static void store(float alpha, float[] sums, float beta, Matrix c, float[] row) {
    int width = c.cols();
    if (beta == 0) {
      for (int j = 0; j < width; j++) {
        row[j] = alpha * sums[j];
      }
    } else {
      c.get(0, row);
      for (int j = 0; j < width; j++) {
        row[j] = alpha * sums[j] + beta * row[j];
      }
    }
    c.put(0, row);
  }

  private static void plain(Matrix from, float[] row, float[] tile) {
    for (int i = 0; i < from.rows(); i++) {
      from.get(i, row);
      System.arraycopy(row, 0, tile, i * from.cols(), from.cols());
    }
  }

  private static void transposed(Matrix from, float[] row, float[] tile) {
    for (int i = 0; i < from.rows(); i++) {
      from.get(i, row);
      for (int j = 0; j < from.cols(); j++) {
        tile[j * from.rows() + i] = row[j];
      }
    }
  }
}
