package io.pawstream.runtime;

import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.answer.Served;
import io.pawstream.runtime.engine.Engine;
import io.pawstream.runtime.engine.EngineProgram;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A loaded program: text in, an outcome out. Any thread.
 *
 * <p>Futures complete normally, always: trouble with an input is a {@link Failure}. What depends on
 * them runs on an engine thread and must be short. Null input is a failure, empty text is legal.
 */
public final class PawProgram implements AutoCloseable {
  private final String name;
  private final Engine engine;
  private final EngineProgram program;
  private final @Nullable Double minConfidence;
  private final Consumer<PawProgram> whenClosed;

  PawProgram(
      String name,
      Engine engine,
      EngineProgram program,
      @Nullable Double minConfidence,
      Consumer<PawProgram> whenClosed) {
    this.name = name;
    this.engine = engine;
    this.program = program;
    this.minConfidence = minConfidence;
    this.whenClosed = whenClosed;
  }

  /** File name of the program without its ending. */
  public String name() {
    return name;
  }

  /** Digest of the program, {@code sha256:} and 64 hex digits. */
  public String digest() {
    return program.digest();
  }

  /** Which engine answers it, such as {@code llama}. */
  public String engineName() {
    return engine.name();
  }

  /** The labels it answers with, in order; empty for free text. */
  public List<String> labels() {
    return program.labels();
  }

  /**
   * The least confidence that was chosen for these labels on rows with known answers ({@link
   * io.pawstream.runtime.program.Threshold}), 0 to 1; null if none was. The program itself gives
   * answers of any confidence: a binding that names no threshold takes this one.
   */
  public @Nullable Double minConfidence() {
    return minConfidence;
  }

  /** Token ids that are evaluated once, before every input. */
  public int[] prefixTokens() {
    return program.prefixTokens();
  }

  /**
   * Token ids that are evaluated for an input, the template's suffix included.
   *
   * @throws IllegalArgumentException if the input would be refused
   */
  public int[] inputTokens(String input) {
    return program.inputTokens(input);
  }

  /** See {@link EngineProgram#labelTokens}. */
  public int[] labelTokens(String label) {
    return program.labelTokens(label);
  }

  /** Most inputs that one of its micro-batches holds, on this machine with these options. */
  public int maxMicroBatch() {
    return engine.maxMicroBatch();
  }

  /** Blocks for the outcome of one input. */
  public Outcome apply(@Nullable String input) throws InterruptedException {
    return serveNow(input).outcome();
  }

  /** As {@link #apply}, with what it took. */
  public Served serveNow(@Nullable String input) throws InterruptedException {
    try {
      return ask(input).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("An engine must complete its inputs normally", e);
    }
  }

  /**
   * Hands over an input for whose outcome the calling thread is about to wait, so that the engine
   * can expect its next one soon after: for callers that ask several programs at once and then wait
   * for all of them. Blocks only while too many inputs wait.
   */
  public CompletableFuture<Served> ask(@Nullable String input) throws InterruptedException {
    if (input == null) {
      return CompletableFuture.completedFuture(Served.atOnce(nullInput()));
    }
    engine.awaitRoom();
    return engine.submit(program, input, true);
  }

  /**
   * Hands over an input. Blocks only while too many inputs wait ({@link
   * io.pawstream.runtime.engine.EngineOptions#maxWaiting()}).
   */
  public CompletableFuture<Outcome> submit(@Nullable String input) throws InterruptedException {
    if (input != null) {
      engine.awaitRoom();
    }
    return serve(input).thenApply(Served::outcome);
  }

  /**
   * Hands over an input and never blocks: for callers that bound what they have in flight
   * themselves, as Flink's async operator does.
   */
  public CompletableFuture<Served> serve(@Nullable String input) {
    if (input == null) {
      return CompletableFuture.completedFuture(Served.atOnce(nullInput()));
    }
    return engine.submit(program, input, false);
  }

  private Failure nullInput() {
    return new Failure(
        FailureReason.NULL_INPUT,
        "An input must not be null: program=" + name + "; empty text is legal",
        program.digest());
  }

  /** Lets go of the program; what still waits gets a failure. Idempotent. */
  @Override
  public void close() {
    program.close();
    whenClosed.accept(this);
  }
}
