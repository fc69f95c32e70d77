package io.pawstream.eval;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.LabelScore;
import io.pawstream.runtime.answer.Served;
import java.util.List;

/**
 * Compares what a program says with what is right. The program answers with scores and at a
 * temperature of 1; confidences come out at a temperature of choice. Immutable; any thread.
 */
public final class Judge {
  private final List<String> labels;
  private final boolean[] beginOthers;
  private final double temperature;

  /**
   * A judge of answers from a label set.
   *
   * @param labels the label set in order; empty for free text
   * @param tokens token ids of each label
   * @param temperature that log probabilities are divided by
   */
  public Judge(List<String> labels, List<int[]> tokens, double temperature) {
    this.labels = List.copyOf(labels);
    this.beginOthers = LabelScores.beginOthers(tokens);
    this.temperature = temperature;
  }

  /** What is to be said about the outcome of row {@code number}. */
  public Judgement judge(long number, String expected, Served served) {
    long nanos = served.engineNanos();
    if (!(served.outcome() instanceof Answer answer)) {
      return new Judgement(new JudgedRow(number, expected, null, 0, nanos), null);
    }
    int answered = labels.indexOf(answer.value());
    if (answered < 0 || answer.scores().size() != labels.size()) {
      return new Judgement(
          new JudgedRow(number, expected, answer.value(), answer.confidence(), nanos), null);
    }
    double[] logProbs = new double[labels.size()];
    for (int i = 0; i < logProbs.length; i++) {
      LabelScore score = answer.scores().get(i);
      logProbs[i] = beginOthers[i] ? score.logProbWithEnd() : score.logProb();
    }
    LabelScores scores = new LabelScores(logProbs);
    double confidence = scores.confidence(answered, temperature);
    return new Judgement(
        new JudgedRow(number, expected, answer.value(), confidence, nanos), scores);
  }
}
