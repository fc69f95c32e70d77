package io.pawstream.jobs.internal.label;

import io.pawstream.runtime.engine.ProgramOptions;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program of a run. Immutable, serializable; any thread.
 *
 * @param name name of its entry in the output rows
 * @param reference its path with its digest
 * @param digest {@code sha256:} and 64 hex digits
 * @param interpreter what it calls its interpreter
 * @param labels the closed label set in order; null for free text
 * @param expected index of the field with the expected answer; -1 for none
 * @param options how it is run
 */
public record BoundProgram(
    String name,
    String reference,
    String digest,
    String interpreter,
    @Nullable List<String> labels,
    int expected,
    ProgramOptions options)
    implements Serializable {
  public BoundProgram {
    labels = labels == null ? null : List.copyOf(labels);
  }
}
