package io.pawstream.runtime.engine.internal.llama;

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
import io.pawstream.runtime.engine.internal.probe.AdapterProbe;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.llama.internal.LlamaModel;
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
 * The engine {@code llama}: one interpreter, its programs, a queue, and lanes that run llama.cpp
 * contexts. Any thread.
 */
public final class LlamaEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(LlamaEngine.class);

  /** Most that a deadline can be, in nanoseconds: a year. */
  private static final long LONGEST_DEADLINE = TimeUnit.DAYS.toNanos(365);

  private final LlamaLibrary library;
  private final LlamaModel model;
  private final LlamaSizing sizing;
  private final MicroBatchQueue<LoadedProgram> queue;
  private final List<Lane<LoadedProgram>> lanes = new ArrayList<>();
  private final LoadedPrograms programs;
  private final Deadlines deadlines;
  private final @Nullable AnswerCache cache;

  /** Held for reading while native memory is used outside the lanes, for writing to free it. */
  private final ReentrantReadWriteLock alive = new ReentrantReadWriteLock();

  private boolean closed;

  private LlamaEngine(
      Interpreter interpreter, EngineOptions options, LlamaLibrary library, LlamaModel model) {
    this.library = library;
    this.model = model;
    this.sizing = LlamaSizing.of(options, model);
    this.queue =
        new MicroBatchQueue<>(
            sizing.maxSequences(),
            sizing.context().batchTokens(),
            options.maxWaiting(),
            options.linger());
    this.programs =
        new LoadedPrograms(interpreter, model, sizing, new AdapterProbe(interpreter, library));
    this.deadlines = new Deadlines("paw-deadlines-" + interpreter.name());
    this.cache = options.cacheBytes() > 0 ? new AnswerCache(options.cacheBytes()) : null;
  }

  /**
   * Opens an engine.
   *
   * @throws io.pawstream.runtime.llama.internal.LlamaException if the library, the interpreter or a
   *     context cannot be loaded
   */
  public static LlamaEngine open(Interpreter interpreter, EngineOptions options) {
    LlamaLibrary library = LlamaLibrary.acquire(options.deterministic());
    LlamaModel model = null;
    LlamaEngine engine;
    try {
      model =
          LlamaModel.acquire(library, interpreter.name(), interpreter.file(), interpreter.sha256());
      engine = new LlamaEngine(interpreter, options, library, model);
    } catch (RuntimeException | Error e) {
      if (model != null) {
        model.close();
      }
      library.release();
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
    LOG.info(
        "engine llama: interpreter={}, cpu={}, lanes={}, threads={}, maxSequences={}, window={}",
        interpreter.name(),
        library.cpu(),
        engine.sizing.lanes(),
        engine.sizing.context().threads(),
        engine.sizing.maxSequences(),
        engine.sizing.window());
    return engine;
  }

  private void startLanes(String interpreter) {
    for (int i = 0; i < sizing.lanes(); i++) {
      lanes.add(
          new Lane<>(
              "paw-lane-" + interpreter + '-' + i,
              queue,
              LoadedProgram::digest,
              () -> new LlamaLane(model, sizing)));
    }
    lanes.forEach(lane -> lane.started().join());
  }

  @Override
  public String name() {
    return "llama";
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
    if (!(program instanceof Held held) || !held.isOf(this)) {
      throw new IllegalArgumentException("A program must be of the engine it is submitted to");
    }
    LoadedProgram loaded = held.program;
    if (held.released) {
      return failed(loaded, FailureReason.CLOSED, "A program must be open to be asked");
    }
    Thread caller = callerWaits ? Thread.currentThread() : null;
    long submitted = System.nanoTime();
    return cache == null
        ? ask(loaded, input, caller, submitted)
        : cache.get(loaded.key(), input, () -> ask(loaded, input, caller, submitted));
  }

  private CompletableFuture<Served> ask(
      LoadedProgram program, String text, @Nullable Thread caller, long submitted) {
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

  private void watch(LoadedProgram program, QueuedInput input, long submitted) {
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
      LoadedProgram program, FailureReason reason, String detail) {
    return CompletableFuture.completedFuture(
        Served.atOnce(new Failure(reason, detail, program.digest())));
  }

  private static Failure closedFailure(LoadedProgram program) {
    return new Failure(
        FailureReason.CLOSED,
        "A program must stay open until its answers are there",
        program.digest());
  }

  @Override
  public int maxMicroBatch() {
    return sizing.maxSequences();
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
      model.close();
      library.release();
    } finally {
      alive.writeLock().unlock();
    }
  }

  private void unload(LoadedProgram program) {
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
    private final LoadedProgram program;
    private volatile boolean released;

    Held(LoadedProgram program) {
      this.program = program;
    }

    boolean isOf(LlamaEngine engine) {
      return LlamaEngine.this.equals(engine);
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
        return model.tokenize(label.getBytes(UTF_8), false);
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
