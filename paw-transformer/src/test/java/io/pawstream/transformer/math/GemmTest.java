package io.pawstream.transformer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pawstream.transformer.testing.Fixtures;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GemmTest {
  private static Stream<Arguments> products() {
    return Stream.of(new JavaGemm(), new OpenBlasGemm())
        .flatMap(
            gemm ->
                Stream.of(new int[] {1, 1, 1}, new int[] {65, 130, 7}, new int[] {12, 3, 200})
                    .flatMap(
                        mnk ->
                            Stream.of(0f, 1f, -0.5f)
                                .map(beta -> Arguments.of(gemm, mnk[0], mnk[1], mnk[2], beta))));
  }

  /** Every operand is a rectangle inside a larger matrix, whose other elements must not change. */
  @ParameterizedTest
  @MethodSource("products")
  void allProductsAreTheirDefinition(Gemm gemm, int m, int n, int k, float beta) {
    Matrix a = inside(m, k, 1);
    Matrix b = inside(k, n, 2);
    Matrix at = transposed(a);
    Matrix bt = transposed(b);
    float alpha = 0.7f;

    Matrix frame = Fixtures.random(m + 4, n + 5, 3);
    Matrix before = frame.duplicate();
    Matrix c = frame.rows(2, 2 + m).cols(3, 3 + n);
    Matrix old = c.duplicate();
    gemm.nn(alpha, a, b, beta, c);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          sum += (double) a.get(i, p) * b.get(p, j);
        }
        assertThat((double) c.get(i, j))
            .isCloseTo(alpha * sum + beta * old.get(i, j), within(1e-4));
      }
    }
    Matrix nn = c.duplicate();
    c.copy(old);
    gemm.nt(alpha, a, bt, beta, c);
    assertClose(c, nn);
    c.copy(old);
    gemm.tn(alpha, at, b, beta, c);
    assertClose(c, nn);
    c.copy(old);
    assertThat(Fixtures.rows(frame)).isEqualTo(Fixtures.rows(before));
  }

  @Test
  void betaZeroIgnoresWhatWasThere() {
    for (Gemm gemm : new Gemm[] {new JavaGemm(), new OpenBlasGemm()}) {
      Matrix c = Matrix.row(Float.NaN, Float.NaN);
      gemm.nn(1, Matrix.row(2), Matrix.row(3, 4), 0, c);
      assertThat(c.toArray(0)).containsExactly(6, 8);
    }
  }

  @Test
  void shapesMustFit() {
    for (Gemm gemm : new Gemm[] {new JavaGemm(), new OpenBlasGemm()}) {
      Matrix a = Matrix.zeros(2, 3);
      assertThatThrownBy(() -> gemm.nt(1, a, Matrix.zeros(4, 3), 0, Matrix.zeros(2, 5)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("m=2, n=4, k=3");
      assertThatThrownBy(() -> gemm.nn(1, a, Matrix.zeros(4, 3), 0, Matrix.zeros(2, 3)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> gemm.tn(1, a, Matrix.zeros(3, 3), 0, Matrix.zeros(3, 3)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static void assertClose(Matrix actual, Matrix expected) {
    assertThat(Fixtures.relativeError(actual, Fixtures.rows(expected))).isLessThan(1e-5);
  }

  private static Matrix inside(int rows, int cols, long seed) {
    return Fixtures.random(rows + 2, cols + 3, seed).rows(1, 1 + rows).cols(2, 2 + cols);
  }

  private static Matrix transposed(Matrix matrix) {
    Matrix result = Matrix.zeros(matrix.cols(), matrix.rows());
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.cols(); j++) {
        result.put(j, i, matrix.get(i, j));
      }
    }
    return result;
  }
}
