package io.pawstream.cli.internal.label;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.cli.internal.label.LabelCommand.OnFailure;
import io.pawstream.rows.EntryJson;
import io.pawstream.rows.Row;
import io.pawstream.rows.RowReader;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.answer.Served;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Rows in, lines with answers out, in the same order. One thread, one use. What is in flight is
 * bounded in rows and in text, so memory does not grow with the file.
 */
final class Labelling {
  private static final int MOST_ROWS = 512;
  private static final long MOST_CHARACTERS = 32L << 20;
  private static final long BETWEEN_NOTES_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MOST_BETWEEN_NOTES = 10_000;
  private static final long LOOK_UP_MILLIS = 100;

  /** A row whose answers are on their way, one per program. */
  private record Pending(Row row, List<CompletableFuture<Served>> answers) {
    long characters() {
      return (long) row.before().length() + row.after().length();
    }
  }

  private final List<PawProgram> programs;
  private final OnFailure onFailure;
  private final ResumableOutput output;
  private final Counts counts;
  private final BooleanSupplier stop;
  private final Consumer<Row> written;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private long characters;
  private long rows;
  private long noted;
  private long lastNote = System.nanoTime();

  /**
   * @param rows rows that the output holds already
   * @param stop whether to end as soon as possible
   * @param written told after each row
   */
  Labelling(
      List<PawProgram> programs,
      OnFailure onFailure,
      ResumableOutput output,
      Counts counts,
      long rows,
      BooleanSupplier stop,
      Consumer<Row> written) {
    this.programs = programs;
    this.onFailure = onFailure;
    this.output = output;
    this.counts = counts;
    this.rows = rows;
    this.noted = rows;
    this.stop = stop;
    this.written = written;
  }

  /** Rows that the output holds. */
  long rows() {
    return rows;
  }

  /**
   * Labels the rows that are left.
   *
   * @return whether these are all; false if it was told to stop, with what is done kept
   */
  boolean run(RowReader reader) throws IOException, InterruptedException {
    for (Row row = reader.next(); row != null && !stop.getAsBoolean(); row = reader.next()) {
      Pending next = new Pending(row, asked(row));
      pending.add(next);
      characters += next.characters();
      while (pending.size() >= MOST_ROWS || characters >= MOST_CHARACTERS) {
        if (!takeFirst()) {
          break;
        }
      }
    }
    while (!pending.isEmpty() && takeFirst()) {}
    if (stop.getAsBoolean()) {
      while (!pending.isEmpty() && pending.element().answers().stream().allMatch(a -> a.isDone())) {
        takeFirst();
      }
    }
    if (!pending.isEmpty() || stop.getAsBoolean()) {
      output.keep(rows, counts.map());
      return false;
    }
    output.publish(rows, counts.map());
    return true;
  }

  private List<CompletableFuture<Served>> asked(Row row) {
    List<CompletableFuture<Served>> answers = new ArrayList<>(programs.size());
    for (PawProgram program : programs) {
      answers.add(
          row.problem() == null
              ? program.serve(row.input())
              : CompletableFuture.completedFuture(Served.atOnce(problem(row, program))));
    }
    return answers;
  }

  private static Failure problem(Row row, PawProgram program) {
    return new Failure(
        Objects.requireNonNull(row.problem()),
        Objects.requireNonNull(row.detail()),
        program.digest());
  }

  /** Writes the first row in flight; false if it is to stop before its answers are there. */
  private boolean takeFirst() throws IOException, InterruptedException {
    Pending first = pending.element();
    List<String> entries = new ArrayList<>(programs.size());
    List<Outcome> outcomes = new ArrayList<>(programs.size());
    for (int i = 0; i < programs.size(); i++) {
      CompletableFuture<Served> answer = first.answers().get(i);
      if (!awaited(answer)) {
        return false;
      }
      Outcome outcome = answer.join().outcome();
      outcomes.add(outcome);
      entries.add(entry(first.row(), programs.get(i).name(), outcome));
    }
    for (int i = 0; i < programs.size(); i++) {
      counts.add(programs.get(i).name(), outcomes.get(i));
    }
    Row row = first.row();
    output.write((row.before() + String.join(",", entries) + row.after()).getBytes(UTF_8));
    pending.remove();
    characters -= first.characters();
    rows++;
    written.accept(row);
    if (rows - noted >= MOST_BETWEEN_NOTES || System.nanoTime() - lastNote >= BETWEEN_NOTES_NANOS) {
      output.keep(rows, counts.map());
      noted = rows;
      lastNote = System.nanoTime();
    }
    return true;
  }

  private boolean awaited(CompletableFuture<Served> answer) throws InterruptedException {
    while (!answer.isDone()) {
      if (stop.getAsBoolean()) {
        return false;
      }
      try {
        answer.get(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // look whether to stop, then wait on
      } catch (ExecutionException e) {
        throw new IllegalStateException("An engine must complete its inputs normally", e);
      }
    }
    return true;
  }

  private String entry(Row row, String program, Outcome outcome) throws IOException {
    if (outcome instanceof Failure failure && onFailure != OnFailure.TAG) {
      if (onFailure == OnFailure.FAIL) {
        throw new IOException(
            "every row must get an answer with --on-failure=fail: row="
                + row.number()
                + ", program="
                + program
                + ", reason="
                + failure.reason().code()
                + ", detail="
                + failure.detail());
      }
      return EntryJson.ofNull(program);
    }
    return EntryJson.of(program, outcome);
  }
}
