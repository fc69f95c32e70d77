package io.pawstream.transformer.math;

/**
 * The three products of matrices that a forward and a backward pass are made of. Any thread; a call
 * computes on the thread that makes it. The result must not overlap an operand.
 */
public interface Gemm {
  /**
   * {@code c = alpha * a * transpose(b) + beta * c}: a linear layer, {@code b} being its weight.
   *
   * @param a [m, k]
   * @param b [n, k]
   * @param beta 0: what was in {@code c} is not read
   * @param c [m, n]
   */
  void nt(float alpha, Matrix a, Matrix b, float beta, Matrix c);

  /**
   * {@code c = alpha * a * b + beta * c}: the gradient of a linear layer's input.
   *
   * @param a [m, k]
   * @param b [k, n]
   * @param c [m, n]
   */
  void nn(float alpha, Matrix a, Matrix b, float beta, Matrix c);

  /**
   * {@code c = alpha * transpose(a) * b + beta * c}: the gradient of a linear layer's weight.
   *
   * @param a [k, m]
   * @param b [k, n]
   * @param c [m, n]
   */
  void tn(float alpha, Matrix a, Matrix b, float beta, Matrix c);

  /**
   * Checks three shapes against each other.
   *
   * @throws IllegalArgumentException if they do not fit
   */
  static void check(int m, int n, int k, int otherK, Matrix c) {
    if (k != otherK || c.rows() != m || c.cols() != n) {
      throw new IllegalArgumentException(
          "the shapes of a product must fit: m="
              + m
              + ", n="
              + n
              + ", k="
              + k
              + " and "
              + otherK
              + ", result="
              + c);
    }
  }
}
