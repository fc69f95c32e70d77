package io.pawstream.jobs.internal.label;

import io.pawstream.rows.RowSpec;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.engine.Overflow;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * One run, checked. Immutable; any thread.
 *
 * @param input the file to read
 * @param rows what to read out of its rows
 * @param programs at least one, names all different
 * @param options interpreter and engine
 * @param overflow what is cut out of inputs that do not fit the context window
 * @param policy what happens to rows with failures
 * @param lowConfidence answers below it are counted
 * @param streaming whether Flink runs in streaming mode
 * @param parallelism subtasks that ask the programs; 1 keeps the order of the rows
 * @param output the file to write
 */
public record LabelRequest(
    Path input,
    RowSpec rows,
    List<BoundProgram> programs,
    PawOptions options,
    Overflow overflow,
    FailurePolicy policy,
    double lowConfidence,
    boolean streaming,
    int parallelism,
    Path output) {
  public LabelRequest {
    Objects.requireNonNull(rows, "rows");
    programs = List.copyOf(programs);
  }
}
