package io.pawstream.jobs.internal.label;

import io.pawstream.flink.Answered;
import io.pawstream.jobs.internal.report.Counts;
import io.pawstream.jobs.internal.report.ProgramCounts;
import io.pawstream.jobs.internal.report.SampleRow;
import io.pawstream.jobs.internal.report.Tally;
import io.pawstream.rows.EntryJson;
import io.pawstream.rows.Row;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;

/** Makes output lines of answered rows, and counts them. One thread, the task's. */
final class RowWriter extends RichMapFunction<Answered<Row>, String> {
  private static final long serialVersionUID = 1L;
  private static final int SAMPLE_CHARACTERS = 160;

  private final List<BoundProgram> programs;
  private final FailurePolicy policy;
  private final double lowConfidence;
  private transient @Nullable Tally tally;

  RowWriter(List<BoundProgram> programs, FailurePolicy policy, double lowConfidence) {
    this.programs = List.copyOf(programs);
    this.policy = policy;
    this.lowConfidence = lowConfidence;
  }

  @Override
  public void open(OpenContext context) {
    tally = new Tally(programs.size());
    getRuntimeContext().addAccumulator(Tally.NAME, tally);
  }

  /**
   * The output line, without line end.
   *
   * @throws RowFailedException if a program has no answer and the run is to fail on failures
   */
  @Override
  public String map(Answered<Row> answered) {
    Row row = answered.record();
    List<String> entries = new ArrayList<>(programs.size());
    List<ProgramCounts> counts = new ArrayList<>(programs.size());
    List<String> shown = new ArrayList<>(programs.size());
    for (BoundProgram program : programs) {
      Outcome outcome = outcomeOf(row, program, answered);
      entries.add(entryOf(row, program, outcome));
      counts.add(countsOf(row, program, outcome));
      shown.add(shownAs(outcome));
    }
    String line = row.before() + String.join(",", entries) + row.after();
    count(row, line, counts, shown);
    return line;
  }

  private static Outcome outcomeOf(Row row, BoundProgram program, Answered<Row> answered) {
    if (row.problem() != null) {
      return new Failure(row.problem(), Objects.requireNonNull(row.detail()), program.digest());
    }
    return Objects.requireNonNull(
        answered.outcome(program.name()), "failures are kept until the row is written");
  }

  private String entryOf(Row row, BoundProgram program, Outcome outcome) {
    if (outcome instanceof Failure failure && policy != FailurePolicy.TAG) {
      if (policy == FailurePolicy.FAIL) {
        throw new RowFailedException(row.number(), program.name(), failure);
      }
      return EntryJson.ofNull(program.name());
    }
    return EntryJson.of(program.name(), outcome);
  }

  private ProgramCounts countsOf(Row row, BoundProgram program, Outcome outcome) {
    if (outcome instanceof Failure failure) {
      return new ProgramCounts(Map.of(), 0, Map.of(failure.reason(), 1L), 0, 0, 0);
    }
    Answer answer = (Answer) outcome;
    String expected = program.expected() < 0 ? null : row.expected()[program.expected()];
    return new ProgramCounts(
        answer.isLabel() ? Map.of(answer.value(), 1L) : Map.of(),
        answer.isLabel() ? 0 : 1,
        Map.of(),
        answer.confidence() < lowConfidence ? 1 : 0,
        expected == null ? 0 : 1,
        answer.value().equals(expected) ? 1 : 0);
  }

  private static String shownAs(Outcome outcome) {
    return outcome instanceof Answer answer
        ? beginning(answer.value()) + String.format(Locale.ROOT, " %.2f", answer.confidence())
        : "! " + ((Failure) outcome).reason().code();
  }

  private void count(Row row, String line, List<ProgramCounts> counts, List<String> shown) {
    boolean sampled = row.number() <= Counts.SAMPLE_ROWS;
    String input = row.input() == null ? "" : beginning(row.input());
    Objects.requireNonNull(tally, "open() comes first")
        .add(
            new Counts(
                1,
                row.number(),
                row.end(),
                row.readMillis(),
                line.getBytes(StandardCharsets.UTF_8).length + 1L,
                counts,
                sampled ? List.of(new SampleRow(row.number(), input, shown)) : List.of()));
  }

  private static String beginning(String text) {
    return text.codePointCount(0, text.length()) <= SAMPLE_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SAMPLE_CHARACTERS));
  }
}
