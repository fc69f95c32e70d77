package io.pawstream.jobs.internal.evaluate;

import io.pawstream.eval.JudgedRow;
import io.pawstream.eval.Judgement;
import io.pawstream.eval.LabelScores;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a program said to a row, on its way to the tally. Immutable by convention; any thread.
 *
 * @param number of the row in its file
 * @param expected the right answer; null where the row has none and was not asked about
 * @param answered the answer; null for a failure
 * @param confidence of the answer; 0 for a failure
 * @param nanos what the answer took
 * @param scores of all labels; null where there are none
 * @param input the beginning of the text
 * @param microBatch inputs of its micro-batch; 0 where none answered it
 * @param facts the program, with the first row of each task; null with the others
 * @param evaluationRow an {@code EvaluationRow} in Avro; null where none is wanted
 */
public record JudgedMessage(
    long number,
    @Nullable String expected,
    @Nullable String answered,
    double confidence,
    long nanos,
    double @Nullable [] scores,
    String input,
    int microBatch,
    @Nullable ProgramFacts facts,
    byte @Nullable [] evaluationRow) {

  /** A row that has no right answer. */
  static JudgedMessage withoutAnswer(long number, @Nullable ProgramFacts facts) {
    return new JudgedMessage(number, null, null, 0, 0, null, "", 0, facts, null);
  }

  static JudgedMessage of(
      Judgement judged,
      String input,
      int microBatch,
      @Nullable ProgramFacts facts,
      byte @Nullable [] evaluationRow) {
    JudgedRow row = judged.row();
    return new JudgedMessage(
        row.number(),
        row.expected(),
        row.answered(),
        row.confidence(),
        row.nanos(),
        judged.scores() == null ? null : judged.scores().logProbs(),
        input,
        microBatch,
        facts,
        evaluationRow);
  }

  /** As evaluations count it, under a number of choice. */
  Judgement judgement(long chosen) {
    return new Judgement(
        new JudgedRow(
            chosen,
            Objects.requireNonNull(expected, "rows without a right answer are not judged"),
            answered,
            confidence,
            nanos),
        scores == null ? null : new LabelScores(scores));
  }
}
