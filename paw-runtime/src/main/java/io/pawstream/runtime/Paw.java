package io.pawstream.runtime;

import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.EngineProgram;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.hub.ProgressListener;
import io.pawstream.runtime.internal.Engines;
import io.pawstream.runtime.internal.VerifiedInterpreters;
import io.pawstream.runtime.internal.choice.EngineChoice;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.InterpreterException;
import io.pawstream.runtime.llama.internal.GpuDevice;
import io.pawstream.runtime.llama.internal.Gpus;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.llama.internal.LlamaModel;
import io.pawstream.runtime.program.CalibrationFile;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.program.Reference;
import io.pawstream.runtime.program.Threshold;
import io.pawstream.runtime.store.ProgramStore;
import io.pawstream.runtime.store.StoreOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Main entry point: opens interpreters and loads programs in this process.
 *
 * <pre>{@code
 * try (Paw paw = Paw.open();
 *     PawProgram triage = paw.load("triage.paw")) {
 *   Outcome outcome = triage.apply("The checkout is down for everyone");
 * }
 * }</pre>
 *
 * <p>Any thread. However many are opened, programs on the same interpreter share one engine, and
 * all engines of the process share one copy of the interpreter's weights, across class loaders.
 * What is held is let go with {@link #close}; engines stay warm for {@link
 * io.pawstream.runtime.engine.EngineOptions#closeGrace()}.
 */
public final class Paw implements AutoCloseable {
  private final PawOptions options;

  /** Null until something is asked of it; guarded by this. */
  private @Nullable ProgramStore store;

  private record LeaseKey(String interpreterSha256, String engine) {}

  /** Guarded by this, as is all below. */
  private final Map<LeaseKey, Engines.Lease> leases = new HashMap<>();

  private final Set<PawProgram> programs = new HashSet<>();
  private boolean closed;

  private Paw(PawOptions options) {
    this.options = options;
  }

  /** With {@link PawOptions#DEFAULT}. */
  public static Paw open() {
    return open(PawOptions.DEFAULT);
  }

  /** With these options; natives and interpreters are loaded with the first program. */
  public static Paw open(PawOptions options) {
    return new Paw(options);
  }

  /** With {@link ProgramOptions#DEFAULT}. */
  public PawProgram load(String reference) {
    return load(reference, ProgramOptions.DEFAULT);
  }

  /**
   * Loads a program. Blocks until it is ready: a second or so for the first program of an
   * interpreter, then some milliseconds. Its prefix is evaluated with the first input. A
   * calibration that is stored beside the program counts unless the options name a temperature; a
   * threshold is {@link PawProgram#minConfidence()}.
   *
   * @param reference a path or {@code file:} URI of a {@code .paw} bundle, a program id, or {@code
   *     owner/slug} with an optional {@code @v2}; each optionally followed by {@code @sha256:} and
   *     the program's digest. Programs of the hub are taken from the cache directory, and fetched
   *     only with {@link PawOptions#download()}
   * @throws ProgramException if the program cannot be used, or is not on this machine
   * @throws io.pawstream.runtime.hub.HubException if it cannot be fetched
   * @throws io.pawstream.runtime.interpreter.InterpreterException if its interpreter is not there
   *     or not the pinned file
   * @throws io.pawstream.runtime.engine.EngineUnavailableException if the engine that was asked for
   *     is not on the class path, or cannot be had on this machine or with this interpreter
   * @throws IllegalStateException if this is closed
   */
  public PawProgram load(String reference, ProgramOptions programOptions) {
    ProgramBundle bundle = read(reference);
    Interpreter interpreter = interpreterFor(bundle, reference);
    EngineOptions engine = engineFor(interpreter, bundle, programOptions);
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("A Paw must be open to load a program: " + bundle.name());
      }
      LeaseKey key = new LeaseKey(interpreter.sha256(), engine.engine());
      Engines.Lease lease = leases.get(key);
      if (lease == null) {
        lease = Engines.acquire(interpreter, engine);
        leases.put(key, lease);
      }
      ProgramOptions calibrated = calibrated(bundle, programOptions);
      EngineProgram engineProgram = lease.engine().load(bundle, calibrated);
      PawProgram program =
          new PawProgram(
              bundle.name(),
              lease.engine(),
              engineProgram,
              threshold(bundle, calibrated),
              this::forget);
      programs.add(program);
      return program;
    }
  }

  /** The options with the engine that is to answer this program. */
  private EngineOptions engineFor(
      Interpreter interpreter, ProgramBundle bundle, ProgramOptions programOptions) {
    EngineOptions engine = options.engine();
    String name = engine.engine();
    if (labels(bundle, programOptions).isEmpty()) {
      name = EngineChoice.forText(interpreter, name);
    } else if (name.equals(EngineOptions.AUTO)) {
      name = EngineChoice.choose(interpreter, engine, bundle, programOptions);
    }
    return engine.toBuilder().engine(name).build();
  }

  private static List<String> labels(ProgramBundle bundle, ProgramOptions options) {
    List<String> labels = options.labels();
    return labels == null ? bundle.labels() : labels;
  }

  /** With the temperature stored beside the program, unless the options name one. */
  private static ProgramOptions calibrated(ProgramBundle bundle, ProgramOptions options) {
    if (options.temperature() != null) {
      return options;
    }
    return CalibrationFile.find(bundle, labels(bundle, options))
        .map(calibration -> options.withTemperature(calibration.temperature()))
        .orElse(options);
  }

  /** What was chosen for these labels at this temperature; null for nothing. */
  private static @Nullable Double threshold(ProgramBundle bundle, ProgramOptions options) {
    Double temperature = options.temperature();
    return CalibrationFile.threshold(
            bundle, labels(bundle, options), temperature == null ? 1 : temperature)
        .map(Threshold::minConfidence)
        .orElse(null);
  }

  /**
   * The program that {@link #load} would load, without its interpreter and native code.
   *
   * @param reference as {@link #load} takes it
   * @throws ProgramException if the program cannot be used, or is not on this machine
   * @throws io.pawstream.runtime.hub.HubException if it cannot be fetched
   */
  public ProgramBundle read(String reference) {
    if (Reference.parse(reference) instanceof Reference.Local local) {
      return local.read();
    }
    ProgramStore programs = store();
    return options.download()
        ? programs.pull(reference, ProgressListener.NONE)
        : programs
            .find(reference)
            .orElseThrow(
                () ->
                    new ProgramException(
                        "A program of the hub must be in the cache directory: reference="
                            + reference
                            + ", cacheDir="
                            + programs.options().cacheDir()
                            + "; pull it first: run bin/paw pull "
                            + reference
                            + " there, or allow downloads"));
  }

  private Interpreter interpreterFor(ProgramBundle bundle, String reference) {
    String cacheDir = options.cacheDir();
    Path cache = cacheDir == null ? null : Path.of(cacheDir);
    String named = options.interpreter();
    if (named != null) {
      return VerifiedInterpreters.resolve(named, options.unpinnedInterpreter(), cache);
    }
    String name = bundle.meta().interpreterName();
    try {
      return VerifiedInterpreters.known(name, cache);
    } catch (InterpreterException e) {
      if (!options.download()) {
        throw e;
      }
      store().prepare(List.of(reference), ProgressListener.NONE);
      return VerifiedInterpreters.known(name, cache);
    }
  }

  private synchronized ProgramStore store() {
    if (store == null) {
      StoreOptions environment = StoreOptions.fromEnvironment();
      String cacheDir = options.cacheDir();
      store =
          ProgramStore.open(
              cacheDir == null ? environment : environment.withCacheDir(Path.of(cacheDir)));
    }
    return store;
  }

  /** Closes the programs loaded through this and lets go of their engines. Idempotent. */
  @Override
  public void close() {
    List<PawProgram> openPrograms;
    List<Engines.Lease> openLeases;
    synchronized (this) {
      closed = true;
      openPrograms = List.copyOf(programs);
      programs.clear();
      openLeases = List.copyOf(leases.values());
      leases.clear();
      if (store != null) {
        store.close();
      }
    }
    // outside the lock: whoever is told that an input failed may come back here
    openPrograms.forEach(PawProgram::close);
    openLeases.forEach(Engines.Lease::close);
  }

  private synchronized void forget(PawProgram program) {
    programs.remove(program);
  }

  /** How often an interpreter was loaded in this process since it started, by any class loader. */
  public static long interpreterLoads() {
    return LlamaModel.loads();
  }

  /** The engines that can answer programs with labels on this machine with this interpreter. */
  public static List<String> engines(Interpreter interpreter) {
    return EngineChoice.candidates(interpreter);
  }

  /**
   * The llama.cpp that this process runs, and the graphics processors it can use; loads it where
   * nothing has yet.
   *
   * @throws RuntimeException if there is none for this machine, or it is not the one this release
   *     was made for; the message says what to do
   */
  public static NativeRuntime nativeRuntime() {
    LlamaLibrary library = LlamaLibrary.acquire(false);
    try {
      Gpus gpus = library.gpus();
      return new NativeRuntime(
          LlamaLibrary.VERSION,
          library.cpu(),
          library.directory(),
          gpus.devices().stream().map(Paw::described).toList(),
          gpus.problems());
    } finally {
      library.release();
    }
  }

  private static NativeDevice described(GpuDevice device) {
    return new NativeDevice(
        device.name(),
        device.description(),
        device.backendName(),
        device.integrated(),
        device.freeBytes(),
        device.totalBytes());
  }

  /**
   * Closes engines that nobody holds without waiting for their grace period, and lets this class
   * loader go where nothing else is open. For the moment before it does, as when a Flink job ends:
   * what is opened afterwards works, but leaks a little.
   */
  public static void closeIdle() {
    Engines.closeIdle();
    LlamaLibrary.leaveClassLoader();
  }
}
