package io.pawstream.runtime.engine.internal.llama;

import io.pawstream.runtime.engine.Engine;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.internal.LaneWork;
import io.pawstream.runtime.engine.internal.probe.AdapterProbe;
import io.pawstream.runtime.engine.internal.probe.AdapterTrial;
import io.pawstream.runtime.engine.internal.program.AdapterFile;
import io.pawstream.runtime.engine.internal.program.EngineParts;
import io.pawstream.runtime.engine.internal.program.EngineSizing;
import io.pawstream.runtime.engine.internal.program.LaneEngine;
import io.pawstream.runtime.engine.internal.program.LoadedProgram;
import io.pawstream.runtime.engine.internal.program.SharedModel;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.llama.internal.LlamaAdapter;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.llama.internal.Placement;
import io.pawstream.runtime.program.ProgramBundle;
import org.jspecify.annotations.Nullable;

/**
 * The engine {@code llama}, and every other that is a release of llama.cpp: lanes that run its
 * contexts. Any thread.
 */
public final class LlamaEngine implements EngineParts<LlamaProgram> {
  /** Its name in configuration. */
  public static final String NAME = "llama";

  private final String name;
  private final SharedModel shared;
  private final LlamaSizing sizing;
  private final AdapterProbe probe;
  private final @Nullable PrefixFiles prefixes;

  /**
   * @param name in configuration
   * @param shared must outlive this
   * @param trial how an adapter is tried with this llama.cpp
   */
  public LlamaEngine(
      String name,
      Interpreter interpreter,
      EngineOptions options,
      SharedModel shared,
      AdapterProbe.Trial trial) {
    this.name = name;
    this.shared = shared;
    this.sizing = LlamaSizing.of(options, interpreter, shared.model());
    this.probe = new AdapterProbe(interpreter, shared.library(), trial);
    this.prefixes = PrefixFiles.open(interpreter, shared, sizing.context());
  }

  /**
   * Opens the engine {@code llama}.
   *
   * @throws io.pawstream.runtime.llama.internal.LlamaException if the library, the interpreter or a
   *     context cannot be loaded
   * @throws io.pawstream.runtime.engine.EngineUnavailableException if the device that was asked for
   *     is not there or has no room
   */
  public static Engine open(Interpreter interpreter, EngineOptions options) {
    LlamaLibrary library = LlamaLibrary.acquire(options.deterministic());
    return open(
        NAME,
        interpreter,
        options,
        SharedModel.of(interpreter, library, place(interpreter, options, library)),
        AdapterTrial.with(library));
  }

  /** Where the interpreter is to lie; gives the library back where it cannot lie there. */
  private static Placement place(
      Interpreter interpreter, EngineOptions options, LlamaLibrary library) {
    try {
      Placement placement = DeviceChoice.of(options, library);
      DeviceMemory.requireRoom(interpreter, placement);
      return placement;
    } catch (RuntimeException | Error e) {
      library.release();
      throw e;
    }
  }

  /**
   * Opens an engine of this name.
   *
   * @param shared becomes the engine's own, even if this fails
   * @param trial how an adapter is tried with this llama.cpp
   * @throws io.pawstream.runtime.llama.internal.LlamaException if a context cannot be made
   */
  public static Engine open(
      String name,
      Interpreter interpreter,
      EngineOptions options,
      SharedModel shared,
      AdapterProbe.Trial trial) {
    return LaneEngine.open(
        interpreter,
        options,
        shared,
        held -> new LlamaEngine(name, interpreter, options, held, trial));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String describe() {
    return "cpu=" + shared.library().cpu() + ", " + shared.model().placement();
  }

  @Override
  public EngineSizing sizing() {
    return sizing.engine();
  }

  @Override
  public boolean answersText() {
    return true;
  }

  @Override
  public LaneWork<LoadedProgram<LlamaProgram>> newLane() {
    return new LlamaLane(shared.model(), sizing);
  }

  @Override
  public LlamaProgram load(ProgramBundle bundle) {
    return AdapterFile.read(
        bundle,
        file -> {
          probe.require(bundle.name(), file, bundle.adapterSha256());
          return new LlamaProgram(
              LlamaAdapter.load(shared.model(), file), bundle.adapterSha256(), prefixes);
        });
  }

  @Override
  public void close() {
    // interpreter and library are the engine's to close
  }
}
