package io.pawstream.flink;

import io.pawstream.runtime.engine.ProgramOptions;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.jspecify.annotations.Nullable;

/**
 * One program under a name, and what is done with its outcomes. Immutable, serializable; any
 * thread.
 *
 * @param name how {@link Answered}, metrics and configuration call it
 * @param program reference of the program, as {@link io.pawstream.runtime.Paw#load} takes it on the
 *     machine of each task
 * @param options how the program is run
 * @param onFailure what is done with a record that has a failure
 * @param minConfidence answers of a lower confidence, in [0, 1], are counted by the metrics; null
 *     takes the threshold that is kept beside the program, and counts none where there is none. The
 *     answer itself is left as it is
 */
@PublicEvolving
public record Binding(
    String name,
    String program,
    ProgramOptions options,
    OnFailure onFailure,
    @Nullable Double minConfidence)
    implements Serializable {

  public Binding {
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(onFailure, "onFailure");
    if (name.isBlank()) {
      throw new IllegalArgumentException("a binding needs a name: program=" + program);
    }
    if (program.isBlank()) {
      throw new IllegalArgumentException("a binding needs a program: binding=" + name);
    }
    if (minConfidence != null && !(minConfidence >= 0 && minConfidence <= 1)) {
      throw new IllegalArgumentException(
          "minConfidence must be from 0 to 1: binding="
              + name
              + ", minConfidence="
              + minConfidence);
    }
    List<String> labels = options.labels();
    if (labels != null) {
      checkDefaultLabel(name, onFailure, labels);
    }
  }

  /**
   * A binding of {@code program} under its file name without ending, with the program's own
   * settings, failures kept as values.
   */
  public static Binding of(String program) {
    return of(nameOf(program), program);
  }

  /** The same under a name of its own. */
  public static Binding of(String name, String program) {
    return new Binding(name, program, ProgramOptions.DEFAULT, OnFailure.tag(), null);
  }

  public Binding withProgram(String value) {
    return new Binding(name, value, options, onFailure, minConfidence);
  }

  public Binding withOptions(ProgramOptions value) {
    return new Binding(name, program, value, onFailure, minConfidence);
  }

  public Binding withOnFailure(OnFailure value) {
    return new Binding(name, program, options, value, minConfidence);
  }

  public Binding withMinConfidence(@Nullable Double value) {
    return new Binding(name, program, options, onFailure, value);
  }

  /**
   * Checks the default label, where there is one, against the label set that the program runs with.
   *
   * @param labels the label set; empty for free text
   * @throws IllegalArgumentException if the default label is not in it
   */
  public void checkDefaultLabel(List<String> labels) {
    checkDefaultLabel(name, onFailure, labels);
  }

  private static void checkDefaultLabel(String name, OnFailure onFailure, List<String> labels) {
    if (onFailure instanceof OnFailure.DefaultLabel chosen && !labels.contains(chosen.label())) {
      throw new IllegalArgumentException(
          "a default label must be in the label set: binding="
              + name
              + ", label="
              + chosen.label()
              + ", labels="
              + labels
              + (labels.isEmpty() ? "; free text has no labels, choose another policy" : ""));
    }
  }

  /** The last part of a reference without digest, version and ending. */
  private static String nameOf(String reference) {
    int digest = reference.indexOf("@sha256:");
    String path = digest < 0 ? reference : reference.substring(0, digest);
    String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    int version = last.lastIndexOf('@');
    if (version > 0) {
      last = last.substring(0, version);
    }
    return last.endsWith(".paw") ? last.substring(0, last.length() - 4) : last;
  }
}
