package io.pawstream.runtime.engine.internal.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.Served;
import io.pawstream.runtime.engine.Engine;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.EngineProgram;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.engine.internal.AnswerCache;
import io.pawstream.runtime.engine.internal.Deadlines;
import io.pawstream.runtime.engine.internal.EngineThread;
import io.pawstream.runtime.engine.internal.Lane;
import io.pawstream.runtime.engine.internal.MicroBatchQueue;
import io.pawstream.runtime.engine.internal.QueuedInput;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.program.ProgramBundle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine made of {@link EngineParts}: one interpreter, its programs, a queue, and lanes that run
 * what the queue gives. Any thread.
 *
 * @param <R> see {@link EngineParts}
 */
public final class LaneEngine<R extends AutoCloseable> implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(LaneEngine.class);

  /** Most that a deadline can be, in nanoseconds: a year. */
  private static final long LONGEST_DEADLINE = TimeUnit.DAYS.toNanos(365);

  private final SharedModel shared;
  private final EngineParts<R> parts;
  private final MicroBatchQueue<LoadedProgram<R>> queue;
  private final List<Lane<LoadedProgram<R>>> lanes = new ArrayList<>();
  private final LoadedPrograms<R> programs;
  private final Deadlines deadlines;
  private final @Nullable AnswerCache cache;

  /** Held for reading while native memory is used outside the lanes, for writing to free it. */
  private final ReentrantReadWriteLock alive = new ReentrantReadWriteLock();

  private boolean closed;

  private LaneEngine(
      Interpreter interpreter, EngineOptions options, SharedModel shared, EngineParts<R> parts) {
    this.shared = shared;
    this.parts = parts;
    EngineSizing sizing = parts.sizing();
    this.queue =
        new MicroBatchQueue<>(
            sizing.maxSequences(), sizing.batchTokens(), options.maxWaiting(), options.linger());
    this.programs = new LoadedPrograms<>(interpreter, shared.model(), parts);
    this.deadlines = new Deadlines("paw-deadlines-" + interpreter.name());
    this.cache = options.cacheBytes() > 0 ? new AnswerCache(options.cacheBytes()) : null;
  }

  /** Makes what an engine needs on an interpreter that is loaded. */
  @FunctionalInterface
  public interface Maker<R extends AutoCloseable> {
    EngineParts<R> make(SharedModel shared);
  }

  /**
   * Opens an engine over the llama.cpp of our own natives, with nothing on a graphics processor.
   *
   * @param makeParts as below
   * @throws io.pawstream.runtime.llama.internal.LlamaException if the library, the interpreter or a
   *     lane cannot be loaded
   */
  public static <R extends AutoCloseable> LaneEngine<R> open(
      Interpreter interpreter, EngineOptions options, Maker<R> makeParts) {
    return open(
        interpreter, options, SharedModel.acquire(interpreter, options.deterministic()), makeParts);
  }

  /**
   * Opens an engine.
   *
   * @param shared becomes the engine's own, even if this fails
   * @param makeParts called once; what it made is closed with the engine
   * @throws io.pawstream.runtime.llama.internal.LlamaException if a lane cannot be made
   */
  public static <R extends AutoCloseable> LaneEngine<R> open(
      Interpreter interpreter, EngineOptions options, SharedModel shared, Maker<R> makeParts) {
    LaneEngine<R> engine;
    try {
      engine = new LaneEngine<>(interpreter, options, shared, makeParts.make(shared));
    } catch (RuntimeException | Error e) {
      shared.close();
      throw e;
    }
    try {
      engine.startLanes(interpreter.name());
    } catch (CompletionException e) {
      engine.close();
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
    EngineSizing sizing = engine.parts.sizing();
    LOG.info(
        "engine {}: interpreter={}, {}, lanes={}, threads={}, maxSequences={}, window={}",
        engine.name(),
        interpreter.name(),
        engine.parts.describe(),
        sizing.lanes(),
        sizing.threads(),
        sizing.maxSequences(),
        sizing.window());
    return engine;
  }

  private void startLanes(String interpreter) {
    for (int i = 0; i < parts.sizing().lanes(); i++) {
      lanes.add(
          new Lane<>(
              "paw-lane-" + interpreter + '-' + i, queue, LoadedProgram::digest, parts::newLane));
    }
    lanes.forEach(lane -> lane.started().join());
  }

  @Override
  public String name() {
    return parts.name();
  }

  @Override
  public EngineProgram load(ProgramBundle bundle, ProgramOptions options) {
    alive.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("The engine must be open to load a program");
      }
      return new Held(programs.acquire(bundle, options));
    } finally {
      alive.readLock().unlock();
    }
  }

  @Override
  public CompletableFuture<Served> submit(
      EngineProgram program, String input, boolean callerWaits) {
    if (!(program instanceof LaneEngine<?>.Held held) || !held.isOf(this)) {
      throw new IllegalArgumentException("A program must be of the engine it is submitted to");
    }
    return held.submit(input, callerWaits ? Thread.currentThread() : null, System.nanoTime());
  }

  private CompletableFuture<Served> ask(
      LoadedProgram<R> program, String text, @Nullable Thread caller, long submitted) {
    alive.readLock().lock();
    try {
      if (closed) {
        return failed(program, FailureReason.CLOSED, "A program must be open to be asked");
      }
      Encoded encoded = program.encode(text);
      if (encoded instanceof Encoded.Refused refused) {
        return failed(program, refused.reason(), refused.detail());
      }
      Encoded.Tokens tokens = (Encoded.Tokens) encoded;
      QueuedInput input =
          new QueuedInput(
              tokens.ids(), program.cells(tokens.ids().length), tokens.truncated(), caller);
      watch(program, input, submitted);
      if (!queue.add(program.queue(), input)) {
        input.complete(closedFailure(program));
      }
      return input.future();
    } finally {
      alive.readLock().unlock();
    }
  }

  private void watch(LoadedProgram<R> program, QueuedInput input, long submitted) {
    Duration deadline = program.options().deadline();
    if (deadline == null) {
      return;
    }
    long nanos = Math.min(TimeUnit.NANOSECONDS.convert(deadline), LONGEST_DEADLINE);
    deadlines.watch(
        input,
        nanos - (System.nanoTime() - submitted),
        new Failure(
            FailureReason.DEADLINE,
            "An answer must come before the deadline: deadline="
                + deadline
                + "; raise it, or lower the load",
            program.digest()));
  }

  private static CompletableFuture<Served> failed(
      LoadedProgram<?> program, FailureReason reason, String detail) {
    return CompletableFuture.completedFuture(
        Served.atOnce(new Failure(reason, detail, program.digest())));
  }

  private static Failure closedFailure(LoadedProgram<?> program) {
    return new Failure(
        FailureReason.CLOSED,
        "A program must stay open until its answers are there",
        program.digest());
  }

  @Override
  public int maxMicroBatch() {
    return parts.sizing().maxSequences();
  }

  @Override
  public void awaitRoom() throws InterruptedException {
    queue.awaitRoom();
  }

  @Override
  public void close() {
    alive.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      alive.writeLock().unlock();
    }
    queue
        .close()
        .forEach(
            input ->
                input.complete(
                    new Failure(
                        FailureReason.CLOSED, "The engine was closed before the answer", "")));
    if (EngineThread.isCurrent()) {
      // what depends on an outcome closes the engine: a lane cannot wait for itself
      new EngineThread("paw-engine-close", this::free).start();
    } else {
      free();
    }
  }

  private void free() {
    lanes.forEach(Lane::close);
    deadlines.close();
    alive.writeLock().lock();
    try {
      programs.close();
      parts.close();
      shared.close();
    } finally {
      alive.writeLock().unlock();
    }
  }

  private void unload(LoadedProgram<R> program) {
    List<QueuedInput> waiting;
    alive.readLock().lock();
    try {
      if (closed || !programs.release(program)) {
        return;
      }
      waiting = queue.close(program.queue());
      // every lane lets go between its micro-batches; the last one frees the native memory
      CompletableFuture.allOf(
              lanes.stream().map(lane -> lane.forget(program)).toArray(CompletableFuture[]::new))
          .thenRun(program::close);
    } finally {
      alive.readLock().unlock();
    }
    // outside the lock: whoever is told may close the engine
    waiting.forEach(input -> input.complete(closedFailure(program)));
  }

  /** One holder's hold of a program. */
  private final class Held implements EngineProgram {
    private final LoadedProgram<R> program;
    private volatile boolean released;

    Held(LoadedProgram<R> program) {
      this.program = program;
    }

    boolean isOf(LaneEngine<?> engine) {
      return LaneEngine.this.equals(engine);
    }

    CompletableFuture<Served> submit(String input, @Nullable Thread caller, long submitted) {
      if (released) {
        return failed(program, FailureReason.CLOSED, "A program must be open to be asked");
      }
      return cache == null
          ? ask(program, input, caller, submitted)
          : cache.get(program.key(), input, () -> ask(program, input, caller, submitted));
    }

    @Override
    public String digest() {
      return program.digest();
    }

    @Override
    public List<String> labels() {
      return program.labels();
    }

    @Override
    public int[] prefixTokens() {
      return program.prefixTokens().clone();
    }

    @Override
    public int[] inputTokens(String input) {
      alive.readLock().lock();
      try {
        if (closed) {
          throw new IllegalStateException("The engine must be open to tokenize an input");
        }
        Encoded encoded = program.encode(input);
        if (encoded instanceof Encoded.Tokens tokens) {
          return tokens.ids().clone();
        }
        throw new IllegalArgumentException(((Encoded.Refused) encoded).detail());
      } finally {
        alive.readLock().unlock();
      }
    }

    @Override
    public int[] labelTokens(String label) {
      alive.readLock().lock();
      try {
        if (closed) {
          throw new IllegalStateException("The engine must be open to tokenize a label");
        }
        return shared.model().tokenize(label.getBytes(UTF_8), false);
      } finally {
        alive.readLock().unlock();
      }
    }

    @Override
    public synchronized void close() {
      if (!released) {
        released = true;
        unload(program);
      }
    }
  }
}
