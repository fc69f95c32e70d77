package io.pawstream.jobs.internal.cli;

import io.pawstream.jobs.internal.label.BoundProgram;
import io.pawstream.jobs.internal.label.LabelRequest;
import io.pawstream.rows.InputFormat;
import io.pawstream.rows.Json;
import io.pawstream.rows.Names;
import io.pawstream.rows.RowReader;
import io.pawstream.rows.RowSpec;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.ProgressListener;
import io.pawstream.runtime.interpreter.InterpreterException;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.interpreter.KnownInterpreter;
import io.pawstream.runtime.program.LabelSet;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.program.Reference;
import io.pawstream.runtime.store.ProgramStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a checked {@link LabelRequest} of what was typed. Any thread. */
public final class RequestCheck {
  private static final Pattern PINNED = Pattern.compile(".+@sha256:[0-9a-f]{64}");
  private static final Pattern COMMA = Pattern.compile(",");

  private RequestCheck() {}

  /**
   * The run that the options ask for.
   *
   * @throws UsageException if it cannot be done
   */
  public static LabelRequest of(LabelFilesOptions options) {
    if (options.parallelism < 1) {
      throw new UsageException(
          "--parallelism must be at least 1: --parallelism=" + options.parallelism);
    }
    if (!(options.lowConfidence >= 0 && options.lowConfidence <= 1)) {
      throw new UsageException(
          "--low-confidence must be from 0 to 1: --low-confidence=" + options.lowConfidence);
    }
    FileCheck.checkInput(options.input);
    FileCheck.checkOutput(options.output, options.input);
    List<String> expected = List.copyOf(new LinkedHashSet<>(options.expected.values()));
    List<BoundProgram> programs = programs(options, expected);
    RowSpec rows =
        new RowSpec(
            options.format,
            field(options),
            programs.stream().map(BoundProgram::name).toList(),
            expected,
            RowSpec.DEFAULT_LIMIT);
    checkHeader(options.input, rows);
    return new LabelRequest(
        options.input,
        rows,
        programs,
        pawOptions(options),
        options.overflow,
        options.onFailure,
        options.lowConfidence,
        options.mode.streaming,
        options.parallelism,
        options.output);
  }

  private static String field(LabelFilesOptions options) {
    String field = options.field;
    if (field == null) {
      if (options.format != InputFormat.TEXT) {
        throw new UsageException("--field must name the field with the text");
      }
      return "text";
    }
    if (field.equals(Json.PAW)) {
      throw new UsageException("--field must not be paw, which the output adds");
    }
    return field;
  }

  private static List<BoundProgram> programs(LabelFilesOptions options, List<String> expected) {
    Map<String, BoundProgram> programs = new LinkedHashMap<>();
    for (String reference : options.programs) {
      ProgramBundle bundle = bundle(reference);
      List<String> own = bundle.meta().labels() == null ? null : bundle.meta().labels().labels();
      String typed = options.labels.get(bundle.name());
      String field = options.expected.get(bundle.name());
      BoundProgram program =
          new BoundProgram(
              bundle.name(),
              // with the digest, so that the job runs what was checked here
              bundle.path().toAbsolutePath() + "@" + bundle.digest(),
              bundle.digest(),
              bundle.meta().interpreterName(),
              typed == null ? own : labels(bundle.name(), typed),
              field == null ? -1 : expected.indexOf(field));
      if (programs.put(bundle.name(), program) != null) {
        throw new UsageException(
            "programs must have different names, which are their file names: name="
                + Names.shown(bundle.name())
                + "; copy one of the files under another name");
      }
    }
    checkNames("--labels", options.labels, programs);
    checkNames("--expected", options.expected, programs);
    if (options.format == InputFormat.TEXT && !options.expected.isEmpty()) {
      throw new UsageException("--expected needs rows with fields: --format=text has none");
    }
    return new ArrayList<>(programs.values());
  }

  private static ProgramBundle bundle(String reference) {
    try {
      Reference parsed = Reference.parse(reference);
      return parsed instanceof Reference.Local local ? local.read() : pulled(parsed);
    } catch (ProgramException | HubException | UncheckedIOException | IllegalArgumentException e) {
      throw new UsageException(e);
    }
  }

  private static ProgramBundle pulled(Reference reference) {
    try (ProgramStore store = ProgramStore.open()) {
      // a program of the hub is here afterwards, and the job reads it by its path
      String pinned = store.pin(reference.toString(), false, ProgressListener.NONE);
      ProgramBundle bundle = store.pull(pinned, ProgressListener.NONE);
      return reference instanceof Reference.Slug slug ? bundle.withName(slug.shortName()) : bundle;
    }
  }

  private static List<String> labels(String program, String typed) {
    try {
      return new LabelSet(COMMA.splitAsStream(typed).map(String::strip).toList()).labels();
    } catch (IllegalArgumentException e) {
      throw new UsageException("--labels " + Names.shown(program) + ": " + e.getMessage(), e);
    }
  }

  private static void checkNames(
      String option, Map<String, String> typed, Map<String, BoundProgram> programs) {
    for (String name : typed.keySet()) {
      if (!programs.containsKey(name)) {
        throw new UsageException(
            option
                + " must name a program of the run: program="
                + Names.shown(name)
                + "; did you mean "
                + Names.nearest(name, programs.keySet())
                + "?");
      }
    }
  }

  private static void checkHeader(Path input, RowSpec rows) {
    try (InputStream in = FileCheck.open(input)) {
      new RowReader(in, rows);
    } catch (IOException e) {
      throw new UsageException(e.getMessage() + ": --input=" + input, e);
    }
  }

  private static PawOptions pawOptions(LabelFilesOptions options) {
    return PawOptions.DEFAULT
        .withInterpreter(interpreter(options.interpreter))
        .withEngine(EngineOptions.builder().deterministic(options.deterministic).build());
  }

  /** A file on the command line is the person's choice; the job gets it with its digest. */
  private static @Nullable String interpreter(@Nullable String typed) {
    if (typed == null
        || PINNED.matcher(typed).matches()
        || KnownInterpreter.named(typed).isPresent()) {
      return typed;
    }
    try {
      return Path.of(typed).toAbsolutePath()
          + "@sha256:"
          + Interpreters.resolve(typed, true, null).sha256();
    } catch (InterpreterException e) {
      throw new UsageException(e);
    }
  }
}
