package io.pawstream.jobs.internal.cli;

import io.pawstream.jobs.internal.files.Compression;
import io.pawstream.jobs.internal.files.FinishedFiles;
import io.pawstream.jobs.internal.files.InputFile;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import io.pawstream.jobs.internal.label.BoundProgram;
import io.pawstream.jobs.internal.label.LabelRequest;
import io.pawstream.jobs.internal.label.LabelRun;
import io.pawstream.jobs.internal.label.RunFailedException;
import io.pawstream.jobs.internal.report.Progress;
import io.pawstream.jobs.internal.report.Summary;
import io.pawstream.jobs.internal.report.Terminal;
import io.pawstream.rows.Names;
import io.pawstream.runtime.interpreter.KnownInterpreter;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** One call of {@code label-files}, from the arguments to the exit status. One thread. */
public final class LabelFilesRun {
  private static final Logger LOG = LoggerFactory.getLogger(LabelFilesRun.class);
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final Terminal terminal;
  private final LabelFilesOptions options;

  /** A call that fills {@code options}. */
  public LabelFilesRun(Terminal terminal, LabelFilesOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  /** Parses, checks, runs; returns the exit status. */
  public int execute(String... args) {
    CommandLine command =
        new CommandLine(options)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(terminal.out(), true))
            .setErr(new PrintWriter(terminal.err(), true));
    try {
      if (args.length > 0 && !args[0].startsWith("-")) {
        return FilesJobOptions.fill(options, args) ? label(RequestCheck.of(options)) : checked();
      }
      ParseResult parsed = command.parseArgs(args);
      Integer helped = CommandLine.executeHelpRequest(parsed);
      if (helped != null) {
        return helped;
      }
      return label(RequestCheck.of(options));
    } catch (ParameterException e) {
      return failed(e, USAGE, hint(e));
    } catch (UsageException | JobFileException e) {
      return failed(e, USAGE, "");
    } catch (RuntimeException e) {
      LOG.error("run failed", e);
      return failed(e, FAILED, "");
    }
  }

  /** Only says what would be done. */
  private int checked() {
    announce(RequestCheck.of(options));
    return 0;
  }

  private int label(LabelRequest request) {
    if (!options.quiet()) {
      announce(request);
    }
    if (request.inputs().isEmpty()) {
      return 0;
    }
    LabelRun.Result result;
    try (Progress progress =
        new Progress(
            terminal, inputBytes(request), request.inputs().size(), System::currentTimeMillis)) {
      result = LabelRun.of(request, options.quiet() ? counts -> {} : progress);
    }
    if (!options.quiet()) {
      Summary summary =
          new Summary(
              request.programs().stream()
                  .map(p -> new Summary.Program(p.name(), p.digest(), p.labels()))
                  .toList(),
              result.counts(),
              terminal);
      terminal
          .out()
          .print(
              summary.text(
                  result.startUp(),
                  result.labelling(),
                  result.meanMicroBatch(),
                  request.lowConfidence(),
                  options.output.toString()));
      terminal.out().flush();
    }
    return 0;
  }

  private void announce(LabelRequest request) {
    for (BoundProgram program : request.programs()) {
      terminal
          .err()
          .println("program      " + Names.shown(program.name()) + "  " + program.digest());
    }
    for (String interpreter : interpreters(request)) {
      terminal.err().println("interpreter  " + interpreter);
    }
    request
        .found()
        .forEach(
            (state, count) -> {
              String said = said(state);
              if (!said.isEmpty()) {
                terminal.err().println(String.format(Locale.ROOT, said, count));
              }
            });
    if (request.inputs().isEmpty()) {
      terminal.err().println("Nothing to do in " + options.output);
      return;
    }
    terminal.err().println("Labelling " + String.join(", ", options.inputs) + " …");
  }

  /** Names with digests where they are known. */
  private static Set<String> interpreters(LabelRequest request) {
    String chosen = request.options().interpreter();
    List<String> names =
        chosen != null
            ? List.of(chosen)
            : request.programs().stream().map(BoundProgram::interpreter).toList();
    Set<String> shown = new LinkedHashSet<>();
    for (String name : names) {
      shown.add(
          KnownInterpreter.named(name)
              .map(known -> known.shortName() + "  sha256:" + known.sha256())
              .orElse(name.replace("@sha256:", "  sha256:")));
    }
    return shown;
  }

  private static String said(FinishedFiles.State state) {
    return switch (state) {
      case NEW -> "";
      case FINISHED -> "finished     %,d files are passed over";
      case CHANGED -> "again        %,d finished files have changed since";
      case OTHER_RUN -> "again        %,d files were finished with other programs or options";
      case LOST -> "again        %,d finished files have lost their outputs";
    };
  }

  /** 0 where it says nothing about how far a run is: a single file that cannot be looked into. */
  private static long inputBytes(LabelRequest request) {
    List<InputFile> files = request.inputs();
    if (files.size() == 1
        && (files.get(0).compression() != Compression.NONE
            || files.get(0).format().isContainer())) {
      return 0;
    }
    return files.stream().mapToLong(InputFile::size).sum();
  }

  private static String hint(ParameterException e) {
    List<String> similar =
        e instanceof UnmatchedArgumentException unknown ? unknown.getSuggestions() : List.of();
    return similar.isEmpty()
        ? "; label-files --help lists the options"
        : "; did you mean " + similar.get(0) + "?";
  }

  private int failed(Exception e, int status, String hint) {
    boolean speaking = e instanceof RunFailedException || status == USAGE;
    String message = speaking && e.getMessage() != null ? e.getMessage() : e.toString();
    terminal.err().println("label-files: " + oneLine(message) + hint);
    if (options.verbose()) {
      e.printStackTrace(new PrintWriter(terminal.err(), true));
    }
    terminal.err().flush();
    return status;
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
