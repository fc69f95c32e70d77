package io.pawstream.jobs.internal.label;

import io.pawstream.flink.Answered;
import io.pawstream.jobs.internal.files.Compression;
import io.pawstream.jobs.internal.files.FileRow;
import io.pawstream.jobs.internal.files.FinishedFiles;
import io.pawstream.jobs.internal.files.InputFile;
import io.pawstream.jobs.internal.files.LabelledFile;
import io.pawstream.jobs.internal.files.OutputSpec;
import io.pawstream.jobs.internal.report.Counts;
import io.pawstream.jobs.internal.report.ProgramCounts;
import io.pawstream.jobs.internal.report.SampleRow;
import io.pawstream.jobs.internal.report.Tally;
import io.pawstream.rows.Row;
import io.pawstream.rows.RowSpec;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Writes answered rows to the files of each file that is read, and counts them. One thread. */
final class RowWriter extends RichFlatMapFunction<Answered<FileRow>, String> {
  private static final long serialVersionUID = 1L;
  private static final int SAMPLE_CHARACTERS = 160;

  private final ArrayList<InputFile> files;
  private final OutputSpec output;
  private final FinishedFiles finished;
  private final RowSpec rows;
  private final List<BoundProgram> programs;
  private final FailurePolicy policy;
  private final double lowConfidence;
  private final String staging;
  private transient @Nullable Tally tally;
  private transient @Nullable LabelledFile open;
  private transient long written;
  private transient long counted;

  RowWriter(LabelRequest request, Path staging) {
    this.files = new ArrayList<>(request.inputs());
    this.output = request.output();
    this.finished = request.finished();
    this.rows = request.rows();
    this.programs = List.copyOf(request.programs());
    this.policy = request.policy();
    this.lowConfidence = request.lowConfidence();
    this.staging = staging.toString();
  }

  @Override
  public void open(OpenContext context) {
    tally = new Tally(programs.size());
    getRuntimeContext().addAccumulator(Tally.NAME, tally);
  }

  /**
   * Writes the row; at the end of a file puts what was written for it in place.
   *
   * @throws RowFailedException if a program has no answer and the run is to fail on failures
   */
  @Override
  public void flatMap(Answered<FileRow> answered, Collector<String> none) throws IOException {
    FileRow row = answered.record();
    LabelledFile into = open;
    if (into == null) {
      into = begun(row.file());
    }
    if (row.last()) {
      end(row, into);
      return;
    }
    List<@Nullable Outcome> outcomes = new ArrayList<>(programs.size());
    List<ProgramCounts> counts = new ArrayList<>(programs.size());
    List<String> shown = new ArrayList<>(programs.size());
    for (BoundProgram program : programs) {
      Outcome outcome = outcomeOf(row.row(), program, answered);
      outcomes.add(keptOf(row.row(), program, outcome));
      counts.add(countsOf(row.row(), program, outcome));
      shown.add(shownAs(outcome));
    }
    into.write(row, outcomes);
    written++;
    count(row, counts, shown);
  }

  private LabelledFile begun(int file) throws IOException {
    written = 0;
    counted = 0;
    LabelledFile begun =
        new LabelledFile(
            files.get(file),
            file,
            output,
            programs.stream().map(BoundProgram::name).toList(),
            rows,
            Path.of(staging));
    open = begun;
    return begun;
  }

  private void end(FileRow row, LabelledFile file) throws IOException {
    if (written != row.row().number()) {
      throw new IOException(
          "every row must be written: rows=" + written + ", last row=" + row.row().number());
    }
    file.publish(finished);
    open = null;
    long rest = files.get(row.file()).size() - counted;
    add(Counts.file(rest, row.row().readMillis(), programs.size()));
  }

  @Override
  public void close() throws IOException {
    LabelledFile left = open;
    open = null;
    if (left != null) {
      left.close();
    }
  }

  private static Outcome outcomeOf(Row row, BoundProgram program, Answered<FileRow> answered) {
    if (row.problem() != null) {
      return new Failure(row.problem(), Objects.requireNonNull(row.detail()), program.digest());
    }
    return Objects.requireNonNull(
        answered.outcome(program.name()), "failures are kept until the row is written");
  }

  private @Nullable Outcome keptOf(Row row, BoundProgram program, Outcome outcome) {
    if (outcome instanceof Failure failure && policy != FailurePolicy.TAG) {
      if (policy == FailurePolicy.FAIL) {
        throw new RowFailedException(row.number(), program.name(), failure);
      }
      return null;
    }
    return outcome;
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

  private void count(FileRow fileRow, List<ProgramCounts> counts, List<String> shown) {
    Row row = fileRow.row();
    boolean sampled = fileRow.file() == 0 && row.number() <= Counts.SAMPLE_ROWS;
    String input = row.input() == null ? "" : beginning(row.input());
    // how far a packed file was read is not known before its end
    long bytes = files.get(fileRow.file()).compression() == Compression.NONE ? row.end() : 0;
    long more = Math.max(0, bytes - counted);
    counted += more;
    add(
        new Counts(
            1,
            0,
            more,
            row.readMillis(),
            counts,
            sampled ? List.of(new SampleRow(row.number(), input, shown)) : List.of()));
  }

  private void add(Counts counts) {
    Objects.requireNonNull(tally, "open() comes first").add(counts);
  }

  private static String beginning(String text) {
    return text.codePointCount(0, text.length()) <= SAMPLE_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SAMPLE_CHARACTERS));
  }
}
