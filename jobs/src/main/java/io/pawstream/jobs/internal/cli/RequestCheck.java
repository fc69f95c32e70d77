package io.pawstream.jobs.internal.cli;

import io.pawstream.flink.PawConfigOptions;
import io.pawstream.jobs.internal.files.FileFormat;
import io.pawstream.jobs.internal.files.FileRows;
import io.pawstream.jobs.internal.files.FinishedFiles;
import io.pawstream.jobs.internal.files.InputFile;
import io.pawstream.jobs.internal.files.OutputSpec;
import io.pawstream.jobs.internal.jobfile.FailureAction;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import io.pawstream.jobs.internal.label.BoundProgram;
import io.pawstream.jobs.internal.label.LabelRequest;
import io.pawstream.jobs.internal.label.Staging;
import io.pawstream.rows.InputFormat;
import io.pawstream.rows.Json;
import io.pawstream.rows.Names;
import io.pawstream.rows.RowSpec;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.engine.Weights;
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
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    List<InputFile> inputs = InputFiles.of(options.inputs, options.format);
    Set<String> fields = new LinkedHashSet<>(options.expected.values());
    List<BoundProgram> programs = programs(options, new ArrayList<>(fields));
    OutputSpec output = OutputCheck.of(options, inputs, programs, fields);
    boolean named = inputs.stream().anyMatch(file -> file.format() != FileFormat.TEXT);
    RowSpec rows =
        new RowSpec(
            InputFormat.JSONL,
            field(options, named),
            programs.stream().map(BoundProgram::name).toList(),
            List.copyOf(fields),
            RowSpec.DEFAULT_LIMIT);
    if (!rows.expected().isEmpty()
        && inputs.stream().anyMatch(file -> file.format() == FileFormat.TEXT)) {
      throw new UsageException(
          (options.expected.isEmpty() ? "--partition-by" : "--expected")
              + " needs rows with fields: --format=text has none");
    }
    PawOptions pawOptions = pawOptions(options);
    FinishedFiles finished =
        new FinishedFiles(
            output.directory() ? Path.of(output.location(), Staging.HIDDEN).toString() : null,
            digest(options, output, rows, programs, pawOptions));
    List<InputFile> toDo = new ArrayList<>();
    Map<FinishedFiles.State, Integer> found = new EnumMap<>(FinishedFiles.State.class);
    for (InputFile file : inputs) {
      FinishedFiles.State state = stateOf(finished, file);
      found.merge(state, 1, Integer::sum);
      if (state != FinishedFiles.State.FINISHED) {
        checkHeader(file, rows);
        toDo.add(file);
      }
    }
    return new LabelRequest(
        toDo,
        output,
        finished,
        found,
        rows,
        programs,
        pawOptions,
        options.onFailure,
        options.lowConfidence,
        options.mode.streaming,
        options.parallelism,
        options.flink);
  }

  private static FinishedFiles.State stateOf(FinishedFiles finished, InputFile file) {
    try {
      return finished.stateOf(file);
    } catch (IOException e) {
      throw new UsageException("notes about finished files must be readable: " + e.getMessage(), e);
    }
  }

  /** Everything that decides on answers and on how they are written. */
  private static String digest(
      LabelFilesOptions options,
      OutputSpec output,
      RowSpec rows,
      List<BoundProgram> programs,
      PawOptions pawOptions) {
    List<String> parts = new ArrayList<>();
    for (BoundProgram program : programs) {
      parts.add(
          program.name() + ' ' + program.digest() + ' ' + program.labels() + program.options());
    }
    parts.add(String.valueOf(pawOptions.interpreter()));
    parts.add(String.valueOf(options.format));
    parts.add(rows.field() + ' ' + output + ' ' + options.onFailure + options.deterministic);
    options.flink.entrySet().stream()
        .filter(entry -> decidesAnswers(entry.getKey()))
        .map(Map.Entry::toString)
        .sorted()
        .forEach(parts::add);
    return FinishedFiles.digest(parts);
  }

  /** How fast answers come is no reason to ask for them again. */
  private static boolean decidesAnswers(String key) {
    return key.startsWith("paw.")
        && (!key.startsWith("paw.engine.")
            || key.equals(PawConfigOptions.ENGINE_DETERMINISTIC.key())
            || key.equals(PawConfigOptions.ENGINE_CONTEXT_TOKENS.key()));
  }

  private static String field(LabelFilesOptions options, boolean named) {
    String field = options.field;
    if (field == null) {
      if (named) {
        throw new UsageException("--field must name the field with the text");
      }
      return "text";
    }
    if (field.equals(Json.PAW)) {
      throw new UsageException("--field must not be paw, which the output adds");
    }
    return field;
  }

  /** A program as it was asked for; without a name it has that of its file. */
  private record Asked(@Nullable String name, String reference, ProgramOptions options) {}

  private static List<Asked> asked(LabelFilesOptions options) {
    List<Asked> asked = new ArrayList<>();
    for (String reference : options.programs) {
      asked.add(new Asked(null, reference, ProgramOptions.DEFAULT.withOverflow(options.overflow)));
    }
    options.bindings.forEach(
        (name, spec) ->
            asked.add(
                new Asked(name, spec.program(), spec.binding(name, FailureAction.TAG).options())));
    return asked;
  }

  private static List<BoundProgram> programs(LabelFilesOptions options, List<String> expected) {
    Map<String, BoundProgram> programs = new LinkedHashMap<>();
    for (Asked asked : asked(options)) {
      ProgramBundle bundle = bundle(asked.reference());
      String name = asked.name() == null ? bundle.name() : asked.name();
      List<String> own = bundle.meta().labels() == null ? null : bundle.meta().labels().labels();
      List<String> chosen = asked.options().labels();
      String typed = options.labels.get(name);
      String field = options.expected.get(name);
      List<String> usual = chosen == null ? own : chosen;
      BoundProgram program =
          new BoundProgram(
              name,
              // with the digest, so that the job runs what was checked here
              bundle.path().toAbsolutePath() + "@" + bundle.digest(),
              bundle.digest(),
              bundle.meta().interpreterName(),
              typed == null ? usual : labels(name, typed),
              field == null ? -1 : expected.indexOf(field),
              asked.options());
      if (programs.put(name, program) != null) {
        throw new UsageException(
            "programs must have different names, which are their file names: name="
                + Names.shown(name)
                + "; copy one of the files under another name");
      }
    }
    checkNames("--labels", options.labels, programs);
    checkNames("--expected", options.expected, programs);
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

  private static void checkHeader(InputFile file, RowSpec rows) {
    try (FileRows opened = FileRows.open(file, 0, rows)) {
      // that it opens says what is to be known before the run
    } catch (IOException e) {
      throw new UsageException(e.getMessage() + ": --input=" + file.location(), e);
    } catch (JobFileException e) {
      throw new UsageException("--field: " + e.getMessage(), e);
    }
  }

  private static PawOptions pawOptions(LabelFilesOptions options) {
    try {
      return PawOptions.DEFAULT
          .withInterpreter(interpreter(options.interpreter))
          .withEngine(
              EngineOptions.builder()
                  .engine(options.engine)
                  .weights(Weights.of(options.weights))
                  .deterministic(options.deterministic)
                  .build());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e);
    }
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
