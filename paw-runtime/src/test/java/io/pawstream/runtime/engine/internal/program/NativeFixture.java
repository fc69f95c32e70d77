package io.pawstream.runtime.engine.internal.program;

import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.engine.internal.llama.LlamaEngine;
import io.pawstream.runtime.engine.internal.llama.LlamaProgram;
import io.pawstream.runtime.engine.internal.probe.AdapterTrial;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.llama.internal.LlamaModel;
import io.pawstream.runtime.llama.internal.Placement;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.testing.Programs;
import java.nio.file.Path;

/** The tiny interpreter and programs on it, without an engine around them. */
final class NativeFixture implements AutoCloseable {
  private final SharedModel shared;
  private final LoadedPrograms<LlamaProgram> programs;

  NativeFixture() {
    this(EngineOptions.builder().deterministic(true).build());
  }

  NativeFixture(EngineOptions options) {
    Interpreter interpreter = Interpreters.known("paw-tiny", null);
    LlamaLibrary library = LlamaLibrary.acquire(true);
    shared = SharedModel.of(interpreter, library, Placement.CPU);
    programs =
        new LoadedPrograms<>(
            interpreter,
            shared.model(),
            new LlamaEngine(
                LlamaEngine.NAME, interpreter, options, shared, AdapterTrial.with(library)));
  }

  LlamaModel model() {
    return shared.model();
  }

  static ProgramBundle bundle(String fileName) {
    return ProgramBundle.read(Path.of(Programs.path(fileName)));
  }

  LoadedProgram<LlamaProgram> program(String fileName, ProgramOptions options) {
    return program(bundle(fileName), options);
  }

  LoadedProgram<LlamaProgram> program(ProgramBundle bundle, ProgramOptions options) {
    return programs.acquire(bundle, options);
  }

  @Override
  public void close() {
    programs.close();
    shared.close();
  }
}
