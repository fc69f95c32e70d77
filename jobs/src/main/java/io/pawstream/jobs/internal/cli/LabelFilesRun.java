package io.pawstream.jobs.internal.cli;

import io.pawstream.jobs.internal.label.BoundProgram;
import io.pawstream.jobs.internal.label.LabelRequest;
import io.pawstream.jobs.internal.label.LabelRun;
import io.pawstream.jobs.internal.label.RunFailedException;
import io.pawstream.jobs.internal.report.Progress;
import io.pawstream.jobs.internal.report.Summary;
import io.pawstream.jobs.internal.report.Terminal;
import io.pawstream.rows.Names;
import io.pawstream.runtime.interpreter.KnownInterpreter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
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
      ParseResult parsed = command.parseArgs(args);
      Integer helped = CommandLine.executeHelpRequest(parsed);
      if (helped != null) {
        return helped;
      }
      return label(RequestCheck.of(options));
    } catch (ParameterException e) {
      return failed(e, USAGE, hint(e));
    } catch (UsageException e) {
      return failed(e, USAGE, "");
    } catch (RuntimeException e) {
      LOG.error("run failed", e);
      return failed(e, FAILED, "");
    }
  }

  private int label(LabelRequest request) {
    if (!options.quiet()) {
      announce(request);
    }
    LabelRun.Result result;
    try (Progress progress =
        new Progress(terminal, inputBytes(request), System::currentTimeMillis)) {
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
                  request.output().toString()));
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
    terminal.err().println("Labelling " + request.input() + " …");
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

  private static long inputBytes(LabelRequest request) {
    try {
      return FileCheck.isPacked(request.input()) ? 0 : Files.size(request.input());
    } catch (IOException e) {
      return 0;
    }
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
