package io.pawstream.compiler.internal.bundle;

import io.pawstream.compiler.example.Example;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.program.LabelSet;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.Template;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a bundle out of an adapter, in a staging directory. Immutable; any thread.
 *
 * @param spec what the program does; null where nobody said
 * @param template text around the input
 * @param interpreter what it runs on
 * @param labels its label set; null for free text
 * @param rank of the adapter
 * @param alpha of the adapter
 * @param createdAt null for {@code SOURCE_DATE_EPOCH} or now
 */
public record Publisher(
    @Nullable String spec,
    Template template,
    Interpreter interpreter,
    @Nullable LabelSet labels,
    int rank,
    float alpha,
    @Nullable Instant createdAt) {
  private static final String SOURCE_DATE_EPOCH = "SOURCE_DATE_EPOCH";

  /**
   * Packs the program and reads it back with the checks of the runtime.
   *
   * @param training numbers for the metadata
   * @param examples that the metadata shows
   * @throws io.pawstream.runtime.program.ProgramException if a check fails
   */
  public ProgramBundle pack(
      Staging staging,
      String name,
      Path adapter,
      Map<String, Object> training,
      List<Example> examples)
      throws IOException {
    return BundleWriter.write(
        staging.file(name),
        adapter,
        template,
        new Metadata(
            spec,
            interpreter,
            labels,
            rank,
            alpha,
            createdAt == null ? now(System.getenv(SOURCE_DATE_EPOCH)) : createdAt,
            training,
            examples));
  }

  /** Now, or what the environment of a reproducible build says (reproducible-builds.org). */
  static Instant now(@Nullable String sourceDateEpoch) {
    if (sourceDateEpoch == null) {
      return Instant.now();
    }
    try {
      return Instant.ofEpochSecond(Long.parseLong(sourceDateEpoch.strip()));
    } catch (NumberFormatException | DateTimeException e) {
      return Instant.now();
    }
  }
}
