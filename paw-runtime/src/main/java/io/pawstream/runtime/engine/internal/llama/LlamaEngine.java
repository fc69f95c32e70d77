package io.pawstream.runtime.engine.internal.llama;

import io.pawstream.runtime.engine.Engine;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.internal.LaneWork;
import io.pawstream.runtime.engine.internal.probe.AdapterProbe;
import io.pawstream.runtime.engine.internal.program.AdapterFile;
import io.pawstream.runtime.engine.internal.program.EngineParts;
import io.pawstream.runtime.engine.internal.program.EngineSizing;
import io.pawstream.runtime.engine.internal.program.LaneEngine;
import io.pawstream.runtime.engine.internal.program.LoadedProgram;
import io.pawstream.runtime.engine.internal.program.SharedModel;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.llama.internal.LlamaAdapter;
import io.pawstream.runtime.llama.internal.Placement;
import io.pawstream.runtime.program.ProgramBundle;
import org.jspecify.annotations.Nullable;

/** The engine {@code llama}: lanes that run llama.cpp contexts. Any thread. */
public final class LlamaEngine implements EngineParts<LlamaProgram> {
  /** Its name in configuration. */
  public static final String NAME = "llama";

  private final SharedModel shared;
  private final LlamaSizing sizing;
  private final AdapterProbe probe;
  private final @Nullable PrefixFiles prefixes;

  /**
   * @param shared must outlive this
   */
  public LlamaEngine(Interpreter interpreter, EngineOptions options, SharedModel shared) {
    this.shared = shared;
    this.sizing = LlamaSizing.of(options, interpreter, shared.model());
    this.probe = new AdapterProbe(interpreter, shared.library());
    this.prefixes = PrefixFiles.open(interpreter, shared, sizing.context());
  }

  /**
   * Opens an engine.
   *
   * @throws io.pawstream.runtime.llama.internal.LlamaException if the library, the interpreter or a
   *     context cannot be loaded
   * @throws io.pawstream.runtime.engine.EngineUnavailableException if the device that was asked for
   *     is not there or has no room
   */
  public static Engine open(Interpreter interpreter, EngineOptions options) {
    return LaneEngine.open(
        interpreter,
        options,
        library -> {
          Placement placement = DeviceChoice.of(options, library);
          DeviceMemory.requireRoom(interpreter, placement);
          return placement;
        },
        shared -> new LlamaEngine(interpreter, options, shared));
  }

  @Override
  public String name() {
    return NAME;
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
