package io.pawstream.jobs.internal.label;

import io.pawstream.jobs.internal.files.FinishedFiles;
import io.pawstream.jobs.internal.files.InputFile;
import io.pawstream.jobs.internal.files.OutputSpec;
import io.pawstream.rows.RowSpec;
import io.pawstream.runtime.PawOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One run, checked. Immutable; any thread.
 *
 * @param inputs the files to read; none where all are finished
 * @param output what to write
 * @param finished the notes about finished files
 * @param found how many of the files asked for stand where
 * @param rows what to read out of rows; its format is that of each file
 * @param programs at least one, names all different
 * @param options interpreter and engine
 * @param policy what happens to rows with failures
 * @param lowConfidence answers below it are counted
 * @param streaming whether Flink runs in streaming mode
 * @param parallelism files that are labelled at a time
 * @param flink further options of Flink and {@code paw.*} options
 */
public record LabelRequest(
    List<InputFile> inputs,
    OutputSpec output,
    FinishedFiles finished,
    Map<FinishedFiles.State, Integer> found,
    RowSpec rows,
    List<BoundProgram> programs,
    PawOptions options,
    FailurePolicy policy,
    double lowConfidence,
    boolean streaming,
    int parallelism,
    Map<String, String> flink) {
  public LabelRequest {
    Objects.requireNonNull(rows, "rows");
    inputs = List.copyOf(inputs);
    found = Map.copyOf(found);
    programs = List.copyOf(programs);
    flink = Map.copyOf(flink);
  }
}
