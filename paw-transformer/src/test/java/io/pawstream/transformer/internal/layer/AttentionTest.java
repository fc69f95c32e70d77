package io.pawstream.transformer.internal.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pawstream.transformer.TokenBatch;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.JavaGemm;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.Workers;
import io.pawstream.transformer.testing.Fixtures;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sequences longer than what is computed at once, against the definition in doubles. */
class AttentionTest {
  private static final int HEADS = 4;
  private static final int KEY_HEADS = 2;
  private static final int WIDTH = 3;
  private static final TokenBatch BATCH = TokenBatch.of(List.of(new int[5], new int[600]));

  private final Matrix rotated = Fixtures.random(605, (HEADS + 2 * KEY_HEADS) * WIDTH, 1);
  private final Matrix attended = Fixtures.random(605, HEADS * WIDTH, 2);
  private final Matrix dAttended = Fixtures.random(605, HEADS * WIDTH, 3);
  private final Matrix dRotated = Fixtures.random(605, rotated.cols(), 4);

  /** One row of one head, by the definition. */
  private static double[] attend(double[][] x, int start, int row, int head) {
    int query = head * WIDTH;
    int key = (HEADS + head / (HEADS / KEY_HEADS)) * WIDTH;
    int value = key + KEY_HEADS * WIDTH;
    double[] sum = new double[WIDTH];
    double all = 0;
    for (int other = start; other <= row; other++) {
      double score = 0;
      for (int j = 0; j < WIDTH; j++) {
        score += x[row][query + j] * x[other][key + j];
      }
      double p = Math.exp(score / Math.sqrt(WIDTH));
      all += p;
      for (int j = 0; j < WIDTH; j++) {
        sum[j] += p * x[other][value + j];
      }
    }
    for (int j = 0; j < WIDTH; j++) {
      sum[j] /= all;
    }
    return sum;
  }

  /** The loss whose gradient with respect to the result is {@code dAttended}. */
  private double loss(double[][] x) {
    double loss = 0;
    for (int row = 0; row < x.length; row++) {
      for (int head = 0; head < HEADS; head++) {
        double[] out = attend(x, row < 5 ? 0 : 5, row, head);
        for (int j = 0; j < WIDTH; j++) {
          loss += out[j] * dAttended.get(row, head * WIDTH + j);
        }
      }
    }
    return loss;
  }

  private double[][] doubles() {
    double[][] x = new double[rotated.rows()][rotated.cols()];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[i].length; j++) {
        x[i][j] = rotated.get(i, j);
      }
    }
    return x;
  }

  @Test
  void forwardAndBackwardAreThoseOfTheDefinition() {
    Attention attention = new Attention(HEADS, KEY_HEADS, WIDTH);
    try (Workers workers = new Workers(2)) {
      Compute compute = Compute.of(new JavaGemm(), workers);
      attention.forward(compute, BATCH, rotated, attended);
      attention.backward(compute, BATCH, rotated, attended, dAttended, dRotated);
    }
    double[][] x = doubles();
    for (int row : new int[] {0, 4, 5, 260, 261, 516, 517, 604}) {
      for (int head = 0; head < HEADS; head++) {
        double[] expected = attend(x, row < 5 ? 0 : 5, row, head);
        for (int j = 0; j < WIDTH; j++) {
          assertThat((double) attended.get(row, head * WIDTH + j))
              .isCloseTo(expected[j], within(1e-5));
        }
      }
    }
    SplittableRandom random = new SplittableRandom(5);
    for (int row : new int[] {0, 4, 5, 100, 260, 261, 516, 517, 604}) {
      for (int i = 0; i < 3; i++) {
        int col = random.nextInt(rotated.cols());
        double before = x[row][col];
        x[row][col] = before + 1e-5;
        double above = loss(x);
        x[row][col] = before - 1e-5;
        double below = loss(x);
        x[row][col] = before;
        assertThat((double) dRotated.get(row, col)).isCloseTo((above - below) / 2e-5, within(1e-4));
      }
    }
  }
}
