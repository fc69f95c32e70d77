package io.pawstream.cli.internal.evaluate;

import io.pawstream.cli.eval.EvaluationTally;
import io.pawstream.cli.eval.JudgedRow;
import io.pawstream.cli.eval.LabelScores;
import io.pawstream.cli.eval.ScoreSample;
import io.pawstream.cli.eval.TemperatureFit;
import io.pawstream.cli.internal.evaluate.KnownRows.KnownRow;
import io.pawstream.cli.internal.terminal.StatusLine;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.LabelScore;
import io.pawstream.runtime.answer.Served;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks a program about rows with known answers. One thread, one use. What is kept does not grow
 * with the rows.
 */
final class Measurement {
  private static final int IN_FLIGHT = 256;
  private static final int LISTED = 10;
  private static final int KEPT_CHARACTERS = 200;
  private static final int MOST_INPUTS = 1000;

  private record Pending(KnownRow row, CompletableFuture<Served> served) {}

  private final PawProgram program;
  private final List<String> labels;
  private final boolean[] beginOthers;
  private final double temperature;
  private final StatusLine status;

  private final RowSink sink;
  private final EvaluationTally tally;
  private final ScoreSample scored;
  private final Map<Long, String> inputs = new HashMap<>();
  private double batches;

  /**
   * @param program loaded with scores and at a temperature of 1
   * @param temperature that confidences are computed with
   * @param sink gets every row too
   */
  Measurement(PawProgram program, double temperature, StatusLine status, RowSink sink) {
    this.program = program;
    this.labels = program.labels();
    this.beginOthers = LabelScores.beginOthers(labels.stream().map(program::labelTokens).toList());
    this.temperature = temperature;
    this.status = status;
    this.sink = sink;
    this.tally = new EvaluationTally(labels, LISTED);
    this.scored = new ScoreSample(labels.size());
  }

  Measured of(KnownRows rows) throws IOException, InterruptedException {
    Deque<Pending> pending = new ArrayDeque<>();
    long start = System.nanoTime();
    for (KnownRow row = rows.next(); row != null; row = rows.next()) {
      pending.add(new Pending(row, program.serve(row.input())));
      if (pending.size() >= IN_FLIGHT) {
        take(pending.remove(), start);
      }
    }
    while (!pending.isEmpty()) {
      take(pending.remove(), start);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    forgetInputs();
    return new Measured(
        program.name(),
        program.digest(),
        labels,
        inputs,
        tally.result(),
        temperature,
        fit(),
        seconds,
        tally.rows() / batches);
  }

  private TemperatureFit.@Nullable Fit fit() {
    return scored.rows() < 2 ? null : TemperatureFit.of(scored);
  }

  private void forgetInputs() {
    inputs.keySet().removeIf(number -> !tally.lists(number) && !sink.lists(number));
  }

  private void take(Pending next, long start) throws IOException {
    Served served = next.served().join();
    KnownRow row = next.row();
    long nanos = served.engineNanos();
    batches += served.microBatch() == 0 ? 0 : 1.0 / served.microBatch();
    JudgedRow judged =
        served.outcome() instanceof Answer answer
            ? new JudgedRow(
                row.number(), row.expected(), answer.value(), confidence(row, answer), nanos)
            : new JudgedRow(row.number(), row.expected(), null, 0, nanos);
    tally.add(judged);
    sink.add(judged);
    inputs.put(
        row.number(), row.input().substring(0, Math.min(KEPT_CHARACTERS, row.input().length())));
    if (inputs.size() > MOST_INPUTS) {
      forgetInputs();
    }
    status.show(
        String.format(
            Locale.ROOT,
            "  %s: %,d rows, %,.1f rows/s",
            program.name(),
            tally.rows(),
            tally.rows() / Math.max((System.nanoTime() - start) / 1e9, 1e-3)));
  }

  private double confidence(KnownRow row, Answer answer) {
    int answered = labels.indexOf(answer.value());
    if (answered < 0 || answer.scores().size() != labels.size()) {
      return answer.confidence();
    }
    double[] logProbs = new double[labels.size()];
    for (int i = 0; i < logProbs.length; i++) {
      LabelScore score = answer.scores().get(i);
      logProbs[i] = beginOthers[i] ? score.logProbWithEnd() : score.logProb();
    }
    LabelScores scores = new LabelScores(logProbs);
    int expected = labels.indexOf(row.expected());
    if (expected >= 0) {
      scored.add(scores, expected);
    }
    return scores.confidence(answered, temperature);
  }
}
