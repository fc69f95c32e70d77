package io.pawstream.compiler.tiny;

import io.pawstream.transformer.Loss;
import io.pawstream.transformer.LossRows;
import io.pawstream.transformer.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Samples as token sequences in the prompt format of programs, and what is learned of them: the
 * answer, and less of the text of some inputs. Immutable; any thread.
 *
 * @param batch one sequence per sample
 * @param rows what the loss is of; its weights add up to 1
 * @param answers for each of the rows, the sample whose answer it belongs to; -1 for text
 */
record Documents(TokenBatch batch, LossRows rows, int[] answers) {
  private static final float TEXT_WEIGHT = 0.4f;
  private static final double TEXT_PART = 0.25;
  private static final int MAX_TOKENS = 500;

  /** A label of one token counts nearly as much as a long answer: so no kind of task rules. */
  private static final float ANSWER_WEIGHT = 4;

  private static final float LEAST_WEIGHT = 0.5f;
  private static final float MOST_WEIGHT = 2;

  Documents {
    answers = answers.clone();
  }

  /**
   * Puts samples together.
   *
   * @param random which inputs are learned as text; null for none
   */
  static Documents of(Prompts prompts, List<Sample> samples, @Nullable SplittableRandom random) {
    List<int[]> sequences = new ArrayList<>();
    List<int[]> rows = new ArrayList<>();
    List<Float> weights = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      int[] prompt = prompts.tokens(sample);
      int[] answer = prompts.answer(sample);
      int[] all = Arrays.copyOf(prompt, prompt.length + answer.length);
      System.arraycopy(answer, 0, all, prompt.length, answer.length);
      if (all.length > MAX_TOKENS) {
        continue;
      }
      // the last token has nothing after it
      int[] sequence = Arrays.copyOf(all, all.length - 1);
      sequences.add(sequence);
      if (random != null && random.nextDouble() < TEXT_PART) {
        for (int t = prompts.inputStart(sample); t < prompts.inputEnd(prompt); t++) {
          rows.add(new int[] {start + t - 1, all[t], -1});
          weights.add(TEXT_WEIGHT);
        }
      }
      float weight = Math.max(LEAST_WEIGHT, Math.min(MOST_WEIGHT, ANSWER_WEIGHT / answer.length));
      for (int t = all.length - answer.length; t < all.length; t++) {
        rows.add(new int[] {start + t - 1, all[t], i});
        weights.add(weight);
      }
      start += sequence.length;
    }
    return new Documents(TokenBatch.of(sequences), lossRows(rows, weights), column(rows, 2));
  }

  private static LossRows lossRows(List<int[]> rows, List<Float> weights) {
    float sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    float[] scaled = new float[weights.size()];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = weights.get(i) / sum;
    }
    return new LossRows(column(rows, 0), column(rows, 1), scaled);
  }

  private static int[] column(List<int[]> rows, int column) {
    return rows.stream().mapToInt(row -> row[column]).toArray();
  }

  /** How many samples have only hits: greedy decoding gives their whole answer. */
  int right(Loss loss, int samples) {
    boolean[] wrong = new boolean[samples];
    for (int i = 0; i < answers.length; i++) {
      if (answers[i] >= 0 && !loss.hit(i)) {
        wrong[answers[i]] = true;
      }
    }
    int right = 0;
    for (boolean w : wrong) {
      right += w ? 0 : 1;
    }
    return right;
  }
}
