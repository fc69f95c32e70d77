package io.pawstream.eval.report;

import io.pawstream.eval.EvaluationTally;
import io.pawstream.eval.Judgement;
import io.pawstream.eval.LabelScores;
import io.pawstream.eval.ScoreSample;
import io.pawstream.eval.TemperatureFit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Takes in judged rows one after the other, with the beginnings of the texts that a report shows.
 * What is kept does not grow with the rows. One thread.
 */
public final class MeasuredTally {
  private static final int LISTED = 10;
  private static final int KEPT_CHARACTERS = 200;
  private static final int MOST_INPUTS = 1000;

  private final List<String> labels;
  private final LongPredicate alsoListed;
  private final EvaluationTally tally;
  private final ScoreSample scored;
  private final Map<Long, String> inputs = new HashMap<>();
  private double batches;

  /**
   * Nothing yet.
   *
   * @param labels the label set in order; empty for free text
   * @param alsoListed whether somebody else shows the row of a number
   */
  public MeasuredTally(List<String> labels, LongPredicate alsoListed) {
    this.labels = List.copyOf(labels);
    this.alsoListed = alsoListed;
    this.tally = new EvaluationTally(labels, LISTED);
    this.scored = new ScoreSample(labels.size());
  }

  /** The beginning of a text, as much of it as a report shows. */
  public static String beginning(String input) {
    return input.substring(0, Math.min(KEPT_CHARACTERS, input.length()));
  }

  /**
   * Takes in a row.
   *
   * @param input its text
   * @param microBatch inputs of its micro-batch; 0 where none answered it
   */
  public void add(Judgement judged, String input, int microBatch) {
    batches += microBatch == 0 ? 0 : 1.0 / microBatch;
    tally.add(judged.row());
    LabelScores scores = judged.scores();
    int expected = labels.indexOf(judged.row().expected());
    if (scores != null && expected >= 0) {
      scored.add(scores, expected);
    }
    inputs.put(judged.row().number(), beginning(input));
    if (inputs.size() > MOST_INPUTS) {
      forgetInputs();
    }
  }

  private void forgetInputs() {
    inputs.keySet().removeIf(number -> !tally.lists(number) && !alsoListed.test(number));
  }

  /** Rows so far. */
  public long rows() {
    return tally.rows();
  }

  /**
   * What came of the rows.
   *
   * @param name of the program
   * @param digest of the program
   * @param temperature that confidences were computed with
   * @param seconds from the first row to the last
   */
  public Measured result(String name, String digest, double temperature, double seconds) {
    forgetInputs();
    return new Measured(
        name,
        digest,
        labels,
        Map.copyOf(inputs),
        tally.result(),
        temperature,
        scored.rows() < 2 ? null : TemperatureFit.of(scored),
        seconds,
        tally.rows() / batches);
  }
}
