package io.pawstream.demo.internal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What both commands have in common: options, processes that end, errors in a sentence. */
public abstract class Command implements Callable<Integer> {
  @Option(names = "--home", required = true, hidden = true)
  private Path home = Path.of("");

  @Option(
      names = "--program",
      paramLabel = "FILE",
      description = "The program that is asked: a .paw file; programs/urgency.paw if not given.")
  private @Nullable Path program;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "Sample messages, one a line, or JSON objects with a field text; examples/messages.jsonl"
              + " if not given.")
  private @Nullable Path input;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many of them; ${DEFAULT-VALUE} if not given.")
  private int count;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  private boolean help;

  private final Console console =
      new Console(stream(FileDescriptor.out), stream(FileDescriptor.err));

  /** Runs a command line and gives its exit status. */
  public static int run(Command command, String... args) {
    return new CommandLine(command).execute(args);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  protected Path home() {
    return home;
  }

  protected Path program() {
    return program == null ? home.resolve("programs/urgency.paw") : program.toAbsolutePath();
  }

  protected Path input() {
    return input == null ? home.resolve("examples/messages.jsonl") : input.toAbsolutePath();
  }

  protected int count() {
    return count;
  }

  protected Console console() {
    return console;
  }

  /** The name of the command, for messages. */
  protected abstract String name();

  /**
   * Starts what is needed, in a session that stops it; the number of messages without an answer.
   */
  protected abstract long show(Session session, WorkFolder folder)
      throws DemoException, IOException, InterruptedException;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isRegularFile(program())) {
      return usage("the program must be a file: --program=" + program());
    }
    if (!Files.isReadable(input())) {
      return usage("the file of messages must be readable: --input=" + input());
    }
    if (count < 1 || count > 10_000) {
      return usage("the number of messages must be from 1 to 10000: --count=" + count);
    }
    try (Session session = Session.start()) {
      long unanswered = show(session, session.with(new WorkFolder()));
      console.progress("Broker, topics and files are gone.");
      return unanswered == 0 ? 0 : 1;
    } catch (DemoException e) {
      console.progress(name() + ": " + e.getMessage());
      return 1;
    }
  }

  private int usage(String message) {
    console.progress(name() + ": " + message);
    return 2;
  }
}
