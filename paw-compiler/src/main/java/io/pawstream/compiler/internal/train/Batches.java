package io.pawstream.compiler.internal.train;

import io.pawstream.compiler.internal.data.EncodedExample;
import io.pawstream.transformer.LossRows;
import io.pawstream.transformer.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Examples on their way into the transformer. */
final class Batches {
  private Batches() {}

  /** What is computed at once. */
  record Part(TokenBatch tokens, LossRows loss) {}

  /** The examples of each step of an epoch, in an order of its own. */
  static List<List<EncodedExample>> epoch(List<EncodedExample> examples, long seed, int epoch) {
    List<EncodedExample> order = new ArrayList<>(examples);
    Collections.shuffle(order, new Random(seed * 1_000_003 + epoch));
    List<List<EncodedExample>> steps = new ArrayList<>();
    for (int from = 0; from < order.size(); from += Recipe.BATCH) {
      steps.add(order.subList(from, Math.min(order.size(), from + Recipe.BATCH)));
    }
    return steps;
  }

  /** The parts of a step; their losses add up to the mean over its answers' tokens. */
  static List<Part> parts(List<EncodedExample> step) {
    int targets = step.stream().mapToInt(e -> e.answer().length).sum();
    List<Part> parts = new ArrayList<>();
    List<EncodedExample> together = new ArrayList<>();
    int tokens = 0;
    for (EncodedExample example : step) {
      if (!together.isEmpty() && tokens + example.length() > Recipe.PASS_TOKENS) {
        parts.add(part(together, targets));
        together.clear();
        tokens = 0;
      }
      together.add(example);
      tokens += example.length();
    }
    parts.add(part(together, targets));
    return parts;
  }

  private static Part part(List<EncodedExample> examples, int targetsOfStep) {
    TokenBatch batch = TokenBatch.of(examples.stream().map(EncodedExample::sequence).toList());
    int count = examples.stream().mapToInt(e -> e.answer().length).sum();
    int[] rows = new int[count];
    int[] targets = new int[count];
    float[] weights = new float[count];
    Arrays.fill(weights, 1f / targetsOfStep);
    int next = 0;
    for (int i = 0; i < examples.size(); i++) {
      EncodedExample example = examples.get(i);
      // the last token of the prompt predicts the first of the answer
      int row = batch.start(i) + example.prompt().length - 1;
      for (int target : example.answer()) {
        rows[next] = row++;
        targets[next++] = target;
      }
    }
    return new Part(batch, new LossRows(rows, targets, weights));
  }
}
