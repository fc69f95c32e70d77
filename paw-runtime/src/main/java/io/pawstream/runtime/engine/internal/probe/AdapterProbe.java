package io.pawstream.runtime.engine.internal.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.runtime.files.internal.ContentStore;
import io.pawstream.runtime.files.internal.Sha256;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.llama.internal.NativeLlama;
import io.pawstream.runtime.program.ProgramException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has an adapter tried in a process of its own before this one loads it, once per adapter,
 * interpreter and library: a note in a private directory tells that it went well. Any thread.
 *
 * <p>An adapter comes from outside and is read by C++. It has passed the checks in Java by now;
 * this is for what the checks do not know of.
 */
public final class AdapterProbe {
  /** System property: {@code false} turns the trial off. */
  public static final String PROPERTY = "paw.probe";

  /** System property: where the notes are kept. */
  public static final String DIRECTORY_PROPERTY = "paw.probe.dir";

  private static final Logger LOG = LoggerFactory.getLogger(AdapterProbe.class);
  private static final long LIMIT_SECONDS = 180;
  private static final int KEPT_OUTPUT = 2_000;

  private final Interpreter interpreter;
  private final NativeLlama library;
  private final Trial trial;

  /**
   * @param trial how an adapter is tried with this library
   */
  public AdapterProbe(Interpreter interpreter, NativeLlama library, Trial trial) {
    this.interpreter = interpreter;
    this.library = library;
    this.trial = trial;
  }

  /**
   * What the process that tries an adapter runs.
   *
   * @param main class whose {@code main} takes the interpreter's file and digest, and the adapter's
   *     file
   * @param options of its JVM
   * @param classes by which its class path is found, besides those that every trial needs
   * @param resource where the library it loads is found
   * @param resourceName its name on the class path
   */
  public record Trial(
      Class<?> main,
      List<String> options,
      List<Class<?>> classes,
      URL resource,
      String resourceName) {
    public Trial {
      options = List.copyOf(options);
      classes = List.copyOf(classes);
    }
  }

  /** The adapter's trial process died or refused it. */
  private static final class Failed extends IOException {
    private static final long serialVersionUID = 1L;

    Failed(String message) {
      super(message);
    }
  }

  /**
   * Returns when the adapter is known to load and run.
   *
   * @param adapter its file, for the time of this call
   * @throws ProgramException if the process that tried it did not survive
   */
  public void require(String program, Path adapter, String sha256) {
    if (System.getProperty(PROPERTY, "true").equals("false")) {
      return;
    }
    byte[] note =
        ("adapter "
                + sha256
                + "\ninterpreter "
                + interpreter.sha256()
                + "\nlibrary "
                + library.digest()
                + "\ncpu "
                + library.cpu()
                + '\n')
            .getBytes(UTF_8);
    String base = System.getProperty(DIRECTORY_PROPERTY);
    ContentStore notes =
        ContentStore.at(
            base == null ? ContentStore.defaultBase("probes") : Path.of(base),
            "set " + DIRECTORY_PROPERTY + " to a directory that only this user may write");
    boolean[] tried = {false};
    try {
      notes.put(
          "tried",
          Sha256.of(note),
          () -> {
            attempt(program, adapter);
            tried[0] = true;
            return new ByteArrayInputStream(note);
          });
    } catch (IOException e) {
      Throwable cause = e;
      while (cause != null && !(cause instanceof Failed)) {
        cause = cause.getCause();
      }
      if (cause != null) {
        throw new ProgramException(String.valueOf(cause.getMessage()), e);
      }
      LOG.warn("the trial of an adapter leaves no note, it will be repeated: {}", e.getMessage());
      if (!tried[0]) {
        attemptWithoutNote(program, adapter);
      }
    }
  }

  private void attemptWithoutNote(String program, Path adapter) {
    try {
      attempt(program, adapter);
    } catch (IOException e) {
      throw new ProgramException(String.valueOf(e.getMessage()), e);
    }
  }

  private void attempt(String program, Path adapter) throws IOException {
    long start = System.nanoTime();
    Path output = Files.createTempFile("paw-trial-", ".log");
    try {
      Process process = start(adapter, output);
      if (!waitFor(process)) {
        process.destroyForcibly();
        throw new Failed(
            "An adapter must load in a process of its own: program="
                + program
                + ", seconds="
                + LIMIT_SECONDS
                + "; the machine is too busy, or the adapter hangs llama.cpp");
      }
      if (process.exitValue() != 0) {
        throw new Failed(
            "An adapter must load and run in a process of its own: program="
                + program
                + ", exit="
                + process.exitValue()
                + ", output="
                + tail(output)
                + "; the program is not safe to load");
      }
    } finally {
      Files.deleteIfExists(output);
    }
    LOG.info(
        "program {}: adapter tried in a process of its own, {} ms",
        program,
        (System.nanoTime() - start) / 1_000_000);
  }

  private Process start(Path adapter, Path output) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null"));
    command.addAll(trial.options());
    command.addAll(
        List.of(
            "-cp",
            TrialClassPath.of(trial),
            trial.main().getName(),
            interpreter.file().toAbsolutePath().toString(),
            interpreter.sha256(),
            adapter.toAbsolutePath().toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    return builder.start();
  }

  private static boolean waitFor(Process process) throws IOException {
    try {
      return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new Failed("The trial of an adapter was interrupted");
    }
  }

  private static String tail(Path output) throws IOException {
    try (InputStream in = Files.newInputStream(output)) {
      long size = Files.size(output);
      in.skipNBytes(Math.max(0, size - KEPT_OUTPUT));
      return new String(in.readNBytes(KEPT_OUTPUT), UTF_8).strip().replace('\n', ' ');
    }
  }
}
