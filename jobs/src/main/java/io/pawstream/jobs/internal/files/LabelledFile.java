package io.pawstream.jobs.internal.files;

import io.pawstream.rows.RowSpec;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.Outcome;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one file: the rows with their answers, in directories where they are asked for,
 * and the rows with failures. They grow in a directory aside. One thread.
 */
public final class LabelledFile implements Closeable {
  /** Each is an open file with its buffers. */
  static final int MOST_PARTITIONS = 256;

  private final OutputSpec spec;
  private final InputFile file;
  private final RowOutputs outputs;
  private final OutputPaths paths;
  private final Path staging;
  private final String prefix;
  private final Map<Path, RowOutput> open = new LinkedHashMap<>();
  private final Map<Path, Path> written = new LinkedHashMap<>();
  private @Nullable FailedRows failures;

  /**
   * Begins the files of {@code file}.
   *
   * @param index its number in the run
   * @param staging an existing directory on the file system of the output
   */
  public LabelledFile(
      InputFile file, int index, OutputSpec spec, List<String> programs, RowSpec rows, Path staging)
      throws IOException {
    this.file = file;
    this.spec = spec;
    this.outputs = new RowOutputs(file, spec, programs, rows);
    this.paths = new OutputPaths(spec, file);
    this.staging = staging;
    this.prefix = index + "-";
    if (spec.partition() == null) {
      // a file without rows has an output, too
      output(paths.whole());
    }
    if (spec.failedRows() != null) {
      failures = outputs.openFailed(staged(paths.failed()));
    }
  }

  /**
   * Writes a row.
   *
   * @param outcomes per program, null where a failure is dropped
   */
  public void write(FileRow row, List<@Nullable Outcome> outcomes) throws IOException {
    if (failures != null && outcomes.stream().anyMatch(Failure.class::isInstance)) {
      failures.write(row, outcomes);
      return;
    }
    OutputSpec.Partition partition = spec.partition();
    Path path =
        partition == null ? paths.whole() : paths.partition(valueOf(partition, row, outcomes));
    output(path).write(row, outcomes);
  }

  private static @Nullable String valueOf(
      OutputSpec.Partition partition, FileRow row, List<@Nullable Outcome> outcomes) {
    if (partition.program() < 0) {
      return row.row().expected()[partition.field()];
    }
    return outcomes.get(partition.program()) instanceof Answer answer ? answer.value() : null;
  }

  private RowOutput output(Path path) throws IOException {
    RowOutput known = open.get(path);
    if (known != null) {
      return known;
    }
    if (open.size() == MOST_PARTITIONS) {
      throw new UnwritableRowException(
          "a file may go to at most "
              + MOST_PARTITIONS
              + " directories: file="
              + file.name()
              + ", --partition-by="
              + (spec.partition() == null ? "" : spec.partition().name())
              + "; choose a field with fewer values");
    }
    RowOutput opened = outputs.open(staged(path));
    open.put(path, opened);
    return opened;
  }

  private Path staged(Path path) {
    Path aside = staging.resolve(prefix + written.size());
    written.put(path, aside);
    return aside;
  }

  /** Closes the files and puts them in their places. */
  public void publish(FinishedFiles finished) throws IOException {
    close();
    finished.publish(file, written);
  }

  @Override
  public void close() throws IOException {
    IOException first = null;
    for (RowOutput output : open.values()) {
      first = closed(output, first);
    }
    open.clear();
    if (failures != null) {
      first = closed(failures, first);
      failures = null;
    }
    if (first != null) {
      throw first;
    }
  }

  private static @Nullable IOException closed(Closeable one, @Nullable IOException first) {
    try {
      one.close();
      return first;
    } catch (IOException e) {
      return first == null ? e : first;
    }
  }
}
