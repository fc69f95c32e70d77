package io.pawstream.flink.sql.internal;

import io.pawstream.flink.Binding;
import io.pawstream.flink.internal.OpenBinding;
import io.pawstream.flink.internal.OpenBinding.Timed;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * The loaded program of one function in one subtask. Owns a {@link Paw}. One thread, the task's;
 * its futures complete on any.
 */
@Internal
public final class OpenProgram implements AutoCloseable {
  private final Paw paw;
  private final PawProgram program;
  private final OpenBinding binding;
  private volatile boolean closed;

  private OpenProgram(Paw paw, PawProgram program, OpenBinding binding) {
    this.paw = paw;
    this.program = program;
    this.binding = binding;
  }

  /** Loads the program; blocks until it is ready. */
  public static OpenProgram open(Binding bound, PawOptions options, MetricGroup metrics) {
    Paw paw = Paw.open(options);
    try {
      PawProgram program = paw.load(bound.program(), bound.options());
      return new OpenProgram(paw, program, new OpenBinding(bound, program, metrics));
    } catch (RuntimeException | Error e) {
      try {
        paw.close();
      } catch (RuntimeException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  /** The labels it answers with; empty for free text. */
  public List<String> labels() {
    return program.labels();
  }

  /** Most inputs of one micro-batch. */
  public int maxMicroBatch() {
    return program.maxMicroBatch();
  }

  /**
   * Hands one text over; never blocks. The future never completes once this is closed: what a
   * closing task says would hide why it closes.
   */
  @SuppressWarnings("FutureReturnValueIgnored")
  public <T> CompletableFuture<T> ask(String text, Reply<T> reply) {
    long start = System.nanoTime();
    CompletableFuture<Timed> asked = binding.ask(text, start);
    CompletableFuture<T> future = new CompletableFuture<>();
    asked.whenComplete(
        (timed, error) -> {
          if (!closed) {
            complete(future, asked, start, reply);
          }
        });
    return future;
  }

  private <T> void complete(
      CompletableFuture<T> future, CompletableFuture<Timed> asked, long start, Reply<T> reply) {
    try {
      Outcome outcome = taken(asked, start);
      future.complete(reply.of(outcome, binding.afterPolicy(outcome)));
    } catch (RuntimeException e) {
      future.completeExceptionally(e);
    }
  }

  /** Engine threads meet here: a binding's counters are for one thread. */
  private synchronized Outcome taken(CompletableFuture<Timed> asked, long start) {
    return binding.take(asked, start);
  }

  @Override
  public void close() {
    closed = true;
    paw.close();
  }

  /**
   * What a function makes of an outcome, on any thread.
   *
   * @param <T> what the function returns
   */
  @FunctionalInterface
  public interface Reply<T> {
    /**
     * The reply.
     *
     * @param outcome what the program said
     * @param kept what the policy made of it
     */
    @Nullable T of(Outcome outcome, @Nullable Outcome kept);
  }
}
