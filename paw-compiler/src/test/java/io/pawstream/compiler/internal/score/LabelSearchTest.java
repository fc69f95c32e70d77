package io.pawstream.compiler.internal.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.transformer.math.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The search against the definition: every label scored whole. */
class LabelSearchTest {
  private static final int END = 0;
  private static final int[][] LABELS = {{1}, {1, 2}, {1, 2, 3}, {2, 1, 1}, {2, 1, 2}, {3}};

  @Test
  void findsTheLikeliestLabel() {
    SplittableRandom random = new SplittableRandom(5);
    boolean[] needsEnd = LabelSearch.needsEnd(LABELS);
    assertThat(needsEnd).containsExactly(true, true, false, false, false, false);
    for (int round = 0; round < 500; round++) {
      Map<List<Integer>, RowScores> rows = new HashMap<>();
      double[] scores = new double[LABELS.length];
      for (int i = 0; i < LABELS.length; i++) {
        for (int depth = 0; depth < LABELS[i].length; depth++) {
          scores[i] += row(rows, random, LABELS[i], depth).logProb(LABELS[i][depth]);
        }
        if (needsEnd[i]) {
          scores[i] += row(rows, random, LABELS[i], LABELS[i].length).logProb(END);
        }
      }
      LabelSearch search = new LabelSearch(LABELS, needsEnd);
      int[] path = LABELS[random.nextInt(LABELS.length)];
      int asked = 0;
      do {
        for (int depth = 0; depth <= path.length; depth++) {
          search.accept(path, depth, row(rows, random, path, depth), END);
        }
        path = LABELS[search.best()];
        asked++;
      } while (!search.decided());

      assertThat(asked).isLessThanOrEqualTo(LABELS.length);
      int best = search.best();
      for (int i = 0; i < LABELS.length; i++) {
        assertThat(scores[best]).isGreaterThanOrEqualTo(scores[i]);
        if (i != best) {
          assertThat(search.margin()).isLessThanOrEqualTo(scores[best] - scores[i] + 1e-9);
        }
      }
    }
  }

  private static RowScores row(
      Map<List<Integer>, RowScores> rows, SplittableRandom random, int[] path, int depth) {
    List<Integer> key = new ArrayList<>();
    Arrays.stream(path).limit(depth).forEach(key::add);
    return rows.computeIfAbsent(
        key,
        k -> {
          Matrix logits = Matrix.zeros(1, 4);
          logits.fillNormal(random, 2);
          return new RowScores(logits, 0);
        });
  }
}
