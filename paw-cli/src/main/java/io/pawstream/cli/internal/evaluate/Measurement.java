package io.pawstream.cli.internal.evaluate;

import io.pawstream.cli.eval.Evaluation;
import io.pawstream.cli.eval.JudgedRow;
import io.pawstream.cli.eval.LabelScores;
import io.pawstream.cli.eval.TemperatureFit;
import io.pawstream.cli.internal.evaluate.KnownRows.KnownRow;
import io.pawstream.cli.internal.terminal.StatusLine;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.LabelScore;
import io.pawstream.runtime.answer.Served;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks a program about rows with known answers. One thread, one use. */
final class Measurement {
  private static final int IN_FLIGHT = 256;
  private static final int LISTED = 10;
  private static final int KEPT_CHARACTERS = 200;

  private record Pending(KnownRow row, CompletableFuture<Served> served) {}

  private final PawProgram program;
  private final List<String> labels;
  private final boolean[] beginOthers;
  private final double temperature;
  private final StatusLine status;

  private final List<JudgedRow> judged = new ArrayList<>();
  private final List<TemperatureFit.Row> scored = new ArrayList<>();
  private final Map<Long, String> inputs = new HashMap<>();
  private double batches;

  /**
   * @param program loaded with scores and at a temperature of 1
   * @param temperature that confidences are computed with
   */
  Measurement(PawProgram program, double temperature, StatusLine status) {
    this.program = program;
    this.labels = program.labels();
    this.beginOthers = LabelScores.beginOthers(labels.stream().map(program::labelTokens).toList());
    this.temperature = temperature;
    this.status = status;
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
    return new Measured(
        program.name(),
        program.digest(),
        labels,
        judged,
        inputs,
        Evaluation.of(labels, judged, LISTED),
        temperature,
        fit(),
        seconds,
        judged.size() / batches);
  }

  private TemperatureFit.@Nullable Fit fit() {
    return scored.size() < 2 ? null : TemperatureFit.of(scored);
  }

  private void take(Pending next, long start) {
    Served served = next.served().join();
    KnownRow row = next.row();
    long nanos = served.engineNanos();
    batches += served.microBatch() == 0 ? 0 : 1.0 / served.microBatch();
    if (served.outcome() instanceof Answer answer) {
      judged.add(
          new JudgedRow(
              row.number(), row.expected(), answer.value(), confidence(row, answer), nanos));
    } else {
      judged.add(new JudgedRow(row.number(), row.expected(), null, 0, nanos));
    }
    inputs.put(
        row.number(), row.input().substring(0, Math.min(KEPT_CHARACTERS, row.input().length())));
    status.show(
        String.format(
            Locale.ROOT,
            "  %s: %,d rows, %,.1f rows/s",
            program.name(),
            judged.size(),
            judged.size() / Math.max((System.nanoTime() - start) / 1e9, 1e-3)));
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
      scored.add(new TemperatureFit.Row(scores, expected));
    }
    return scores.confidence(answered, temperature);
  }
}
