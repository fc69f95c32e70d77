package io.pawstream.transformer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.transformer.testing.Fixtures;
import org.junit.jupiter.api.Test;

class MatrixTest {
  @Test
  void aRectangleSharesItsElements() {
    Matrix matrix = Matrix.zeros(4, 5);
    Matrix part = matrix.rows(1, 3).cols(2, 4);
    part.put(0, new float[] {1, 2, 99});
    part.put(1, 1, 7);
    part.add(1, new float[] {3, 1});
    assertThat(matrix.toArray(1)).containsExactly(0, 0, 1, 2, 0);
    assertThat(matrix.toArray(2)).containsExactly(0, 0, 3, 8, 0);
    part.clear();
    assertThat(Fixtures.rows(matrix)).isEqualTo(new float[4][5]);
  }

  @Test
  void aDuplicateDoesNot() {
    Matrix matrix = Matrix.row(1, 2, 3);
    Matrix copy = matrix.cols(1, 3).duplicate();
    matrix.clear();
    assertThat(copy.toArray(0)).containsExactly(2, 3);
  }

  @Test
  void whatIsOutsideIsRefused() {
    Matrix matrix = Matrix.zeros(4, 5);
    assertThatThrownBy(() -> matrix.rows(1, 5)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> matrix.cols(-1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> matrix.cols(0, 2).get(0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> matrix.rows(0, 2).toArray(2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> matrix.copy(Matrix.zeros(5, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5x4, into 4x5");
    assertThatThrownBy(() -> Matrix.zeros(1 << 15, 1 << 15))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rows=32768");
  }

  @Test
  void scratchMemoryGrowsAndIsUsedAgain() {
    Scratch scratch = new Scratch();
    Matrix small = scratch.matrix(1, 2, 3);
    small.put(1, 2, 5);
    assertThat(scratch.matrix(1, 2, 3).get(1, 2)).isEqualTo(5);
    Matrix large = scratch.matrix(1, 4, 2);
    assertThat(large.rows()).isEqualTo(4);
    assertThat(large.cols()).isEqualTo(2);
    assertThat(scratch.matrix(0, 1, 1).toArray(0)).hasSize(1);
  }
}
