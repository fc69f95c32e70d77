package io.pawstream.benchmarks.internal.training;

import io.pawstream.transformer.LossRows;
import io.pawstream.transformer.TokenBatch;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random tokens in the sizes of a step of the compiler. Any thread. */
final class Steps {
  /** As the compiler takes them. */
  static final int EXAMPLES = 16;

  /** A short spec and a sentence. */
  static final int TOKENS = 64;

  /** A label of one token and the end token. */
  static final int ANSWER = 2;

  private Steps() {}

  static TokenBatch batch(int vocabulary) {
    SplittableRandom random = new SplittableRandom(1);
    List<int[]> sequences =
        Stream.generate(() -> random.ints(TOKENS, 0, vocabulary).toArray())
            .limit(EXAMPLES)
            .toList();
    return TokenBatch.of(sequences);
  }

  /** The last rows of every sequence: what the compiler learns from. */
  static LossRows answers(TokenBatch batch) {
    return rows(
        batch,
        IntStream.range(0, batch.sequences())
            .flatMap(s -> IntStream.range(batch.end(s) - ANSWER, batch.end(s)))
            .toArray());
  }

  /** All rows: what a new interpreter learns from. */
  static LossRows all(TokenBatch batch) {
    return rows(batch, IntStream.range(0, batch.rows()).toArray());
  }

  private static LossRows rows(TokenBatch batch, int... rows) {
    int[] targets = Arrays.stream(rows).map(batch::token).toArray();
    float[] weights = new float[rows.length];
    Arrays.fill(weights, 1f / rows.length);
    return new LossRows(rows, targets, weights);
  }

  /** The last row of every sequence: what labels are scored by. */
  static int[] last(TokenBatch batch) {
    return IntStream.range(0, batch.sequences()).map(s -> batch.end(s) - 1).toArray();
  }
}
