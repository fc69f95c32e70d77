package io.pawstream.compiler;

import io.pawstream.compiler.example.ExampleException;
import io.pawstream.compiler.internal.Compilation;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Main entry point: makes a program from examples, on this machine.
 *
 * <pre>{@code
 * Interpreter tiny = Interpreters.known("paw-tiny", null);
 * CompileReport report =
 *     Compiler.compile(
 *         CompileRequest.builder(
 *                 "Does the message ask for something? Answer yes or no.",
 *                 ExampleFile.read(Path.of("asks.csv")), tiny, Path.of("asks.paw"))
 *             .build());
 * }</pre>
 *
 * <p>Any thread; each call computes with threads of its own. The same request gives the same bytes
 * on the same machine and Java; another processor computes other last bits.
 */
public final class Compiler {
  private Compiler() {}

  /**
   * Compiles without telling how far it is; see {@link #compile(CompileRequest, Consumer,
   * BooleanSupplier)}.
   */
  public static CompileReport compile(CompileRequest request) {
    return compile(request, progress -> {}, () -> false);
  }

  /**
   * Compiles. Blocks until the program is written, with its report beside it: for {@code x.paw} the
   * files {@code x.report.json} and {@code x.report.html}. They show held-out examples with a wrong
   * answer; the program itself holds no example.
   *
   * <p>Told to stop, or interrupted, it ends after the current step and writes the best program so
   * far; the interrupt stays set. A checkpoint, {@code x.paw.checkpoint}, is written after every
   * epoch and removed when training has come to its own end: with {@link CompileRequest#resume()} a
   * later call goes on from it and ends with the bytes that an uninterrupted one would have had.
   *
   * @param progress told after every step, on another thread
   * @param stop asked before every step, on another thread
   * @throws CompileException if the request cannot be met; no program is written then, and an older
   *     one stays
   * @throws ExampleException if the examples cannot be learned from
   */
  public static CompileReport compile(
      CompileRequest request, Consumer<CompileProgress> progress, BooleanSupplier stop) {
    AtomicBoolean interrupted = new AtomicBoolean();
    Compilation compilation =
        new Compilation(request, progress, () -> interrupted.get() || stop.getAsBoolean());
    // on a thread that nobody interrupts: an interrupt would close the files being written
    ExecutorService executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "paw-compiler");
              thread.setDaemon(true);
              return thread;
            });
    try {
      return await(executor.submit(compilation::run), interrupted);
    } finally {
      executor.shutdown();
      if (interrupted.get()) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static CompileReport await(Future<CompileReport> running, AtomicBoolean interrupted) {
    while (true) {
      try {
        return running.get();
      } catch (InterruptedException e) {
        interrupted.set(true);
      } catch (ExecutionException | CancellationException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw new IllegalStateException("a compilation fails with runtime exceptions", e);
      }
    }
  }
}
