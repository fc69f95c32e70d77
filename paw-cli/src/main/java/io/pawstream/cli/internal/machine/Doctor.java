package io.pawstream.cli.internal.machine;

import io.pawstream.cli.internal.terminal.Shown;
import io.pawstream.runtime.NativeDevice;
import io.pawstream.runtime.NativeRuntime;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.InterpreterException;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.interpreter.KnownInterpreter;
import io.pawstream.runtime.program.ProgramBundle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Looks at this machine. One thread, one use. */
final class Doctor {
  /** A sentence of no one's. */
  private static final String TEST_INPUT = "The printer on the second floor is out of paper.";

  private final List<Finding> findings = new ArrayList<>();

  /**
   * All findings.
   *
   * @param program the one to test with
   * @param named the interpreter to use; null for the one the program names
   */
  static List<Finding> of(ProgramBundle program, @Nullable String named) {
    Doctor doctor = new Doctor();
    Processor processor = Processor.read(Path.of("/proc/cpuinfo"));
    doctor.processor(processor);
    doctor.library();
    doctor.knownInterpreters();
    Interpreter interpreter = doctor.interpreter(program, named);
    if (interpreter != null) {
      doctor.engines(interpreter, processor);
      doctor.memory(interpreter);
      doctor.decode(program, named);
    }
    return doctor.findings;
  }

  private void processor(Processor processor) {
    int cores = Runtime.getRuntime().availableProcessors();
    String detail =
        processor.model() + ", " + cores + " cores; " + String.join(" ", processor.features());
    findings.add(
        processor.missing().isEmpty()
            ? Finding.good("processor", detail)
            : Finding.weak(
                "processor", detail + "; slow without " + String.join(" ", processor.missing())));
    findings.add(
        Finding.good(
            "java",
            System.getProperty("java.version")
                + " "
                + System.getProperty("os.arch")
                + ", heap of at most "
                + Shown.bytes(Runtime.getRuntime().maxMemory())));
  }

  private void library() {
    try {
      NativeRuntime runtime = Paw.nativeRuntime();
      findings.add(
          Finding.good(
              "library",
              "llama.cpp "
                  + runtime.version()
                  + " with "
                  + runtime.cpu()
                  + " kernels in "
                  + runtime.directory()));
      devices(runtime);
    } catch (RuntimeException | LinkageError e) {
      findings.add(Finding.bad("library", String.valueOf(e.getMessage())));
    }
  }

  /** The graphics processors, and which one the device auto takes. */
  private void devices(NativeRuntime runtime) {
    for (NativeDevice device : runtime.devices()) {
      findings.add(
          Finding.good(
              "device",
              "%s, %s, %s%s, %s of %s free%s"
                  .formatted(
                      device.name(),
                      device.description(),
                      device.backend(),
                      device.integrated() ? " integrated" : "",
                      Shown.bytes(device.freeBytes()),
                      Shown.bytes(device.totalBytes()),
                      runtime.autoDevice().equals(Optional.of(device)) ? "; used by auto" : "")));
    }
    for (String problem : runtime.problems()) {
      findings.add(Finding.weak("device", problem));
    }
    if (runtime.devices().isEmpty() && runtime.problems().isEmpty()) {
      findings.add(
          Finding.good("device", "the processor; no natives jar of a graphics processor is there"));
    }
  }

  /** What can answer programs with labels on this machine. */
  private void engines(Interpreter interpreter, Processor processor) {
    findings.add(
        Finding.good(
            "engines",
            String.join(", ", Paw.engines(interpreter))
                + "; --engine auto measures which is fastest"));
    String forced = processor.slowBlas(System.getenv("OPENBLAS_CORETYPE"));
    if (forced != null) {
      findings.add(Finding.weak("engine blas", forced));
    }
  }

  /** Those that are pinned; one that is not there is no fault, as long as no program needs it. */
  private void knownInterpreters() {
    for (KnownInterpreter known : KnownInterpreter.values()) {
      if (known == KnownInterpreter.PAW_TINY) {
        continue;
      }
      try {
        Interpreter found = Interpreters.known(known.shortName(), null);
        findings.add(Finding.good(known.shortName(), found.file().toString()));
      } catch (InterpreterException e) {
        findings.add(Finding.weak(known.shortName(), String.valueOf(e.getMessage())));
      }
    }
  }

  private @Nullable Interpreter interpreter(ProgramBundle program, @Nullable String named) {
    try {
      Interpreter found =
          named == null
              ? Interpreters.known(program.meta().interpreterName(), null)
              : Interpreters.resolve(named, true, null);
      findings.add(
          Finding.good(
              "interpreter", found.name() + ", sha256:" + found.sha256() + ", " + found.file()));
      return found;
    } catch (InterpreterException e) {
      findings.add(Finding.bad("interpreter", String.valueOf(e.getMessage())));
      return null;
    }
  }

  private void memory(Interpreter interpreter) {
    int window =
        Math.min(PawOptions.DEFAULT.engine().contextTokens(), interpreter.shape().contextLength());
    MemoryNeed need = MemoryNeed.of(interpreter, window);
    OptionalLong there = MemoryNeed.available();
    String detail =
        String.format(
            Locale.ROOT,
            "about %s needed (weights %s, %s for %,d tokens)",
            Shown.bytes(need.total()),
            Shown.bytes(need.weights()),
            Shown.bytes(need.keysAndValues()),
            window);
    if (there.isEmpty()) {
      findings.add(Finding.weak("memory", detail + "; how much is there is not known"));
    } else if (there.getAsLong() < need.total()) {
      findings.add(
          Finding.bad(
              "memory",
              detail
                  + ", "
                  + Shown.bytes(there.getAsLong())
                  + " there; free some, or lower contextTokens"));
    } else {
      findings.add(
          Finding.good("memory", detail + ", " + Shown.bytes(there.getAsLong()) + " there"));
    }
  }

  private void decode(ProgramBundle bundle, @Nullable String named) {
    long start = System.nanoTime();
    try (Paw paw =
            Paw.open(PawOptions.DEFAULT.withInterpreter(named).withUnpinnedInterpreter(true));
        PawProgram program = paw.load(bundle.path().toString())) {
      long loaded = System.nanoTime();
      Outcome outcome = program.apply(TEST_INPUT);
      double millis = (System.nanoTime() - loaded) / 1e6;
      findings.add(
          outcome instanceof Answer
              ? Finding.good(
                  "test",
                  String.format(
                      Locale.ROOT,
                      "%s answered; loaded in %.0f ms, first answer in %.0f ms",
                      program.name(),
                      (loaded - start) / 1e6,
                      millis))
              : Finding.bad("test", outcome.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      findings.add(Finding.bad("test", "interrupted"));
    } catch (RuntimeException | LinkageError e) {
      findings.add(Finding.bad("test", String.valueOf(e.getMessage())));
    }
  }
}
