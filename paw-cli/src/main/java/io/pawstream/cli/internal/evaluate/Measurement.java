package io.pawstream.cli.internal.evaluate;

import io.pawstream.cli.internal.evaluate.KnownRows.KnownRow;
import io.pawstream.cli.internal.terminal.StatusLine;
import io.pawstream.eval.Judge;
import io.pawstream.eval.Judgement;
import io.pawstream.eval.report.Measured;
import io.pawstream.eval.report.MeasuredTally;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Served;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Asks a program about rows with known answers. One thread, one use. What is kept does not grow
 * with the rows.
 */
final class Measurement {
  private static final int IN_FLIGHT = 256;

  private record Pending(KnownRow row, CompletableFuture<Served> served) {}

  private final PawProgram program;
  private final Judge judge;
  private final double temperature;
  private final StatusLine status;
  private final RowSink sink;
  private final MeasuredTally tally;

  /**
   * @param program loaded with scores and at a temperature of 1
   * @param temperature that confidences are computed with
   * @param sink gets every row too
   */
  Measurement(PawProgram program, double temperature, StatusLine status, RowSink sink) {
    List<String> labels = program.labels();
    this.program = program;
    this.judge = new Judge(labels, labels.stream().map(program::labelTokens).toList(), temperature);
    this.temperature = temperature;
    this.status = status;
    this.sink = sink;
    this.tally = new MeasuredTally(labels, sink::lists);
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
    return tally.result(program.name(), program.digest(), temperature, seconds);
  }

  private void take(Pending next, long start) throws IOException {
    Served served = next.served().join();
    KnownRow row = next.row();
    Judgement judged = judge.judge(row.number(), row.expected(), served);
    sink.add(judged.row());
    tally.add(judged, row.input(), served.microBatch());
    status.show(
        String.format(
            Locale.ROOT,
            "  %s: %,d rows, %,.1f rows/s",
            program.name(),
            tally.rows(),
            tally.rows() / Math.max((System.nanoTime() - start) / 1e9, 1e-3)));
  }
}
