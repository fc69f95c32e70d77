package io.pawstream.runtime.engine.internal.llama;

import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.engine.internal.probe.AdapterProbe;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.llama.internal.LlamaModel;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.testing.Programs;
import java.nio.file.Path;

/** The tiny interpreter and programs on it, without an engine around them. */
final class NativeFixture implements AutoCloseable {
  private final LlamaLibrary library = LlamaLibrary.acquire(true);
  private final LlamaModel model;
  private final LoadedPrograms programs;

  NativeFixture() {
    this(EngineOptions.builder().deterministic(true).build());
  }

  NativeFixture(EngineOptions options) {
    Interpreter interpreter = Interpreters.known("paw-tiny", null);
    model = LlamaModel.acquire(library, "paw-tiny", interpreter.file(), interpreter.sha256());
    programs =
        new LoadedPrograms(
            interpreter,
            model,
            LlamaSizing.of(options, model),
            new AdapterProbe(interpreter, library));
  }

  LlamaModel model() {
    return model;
  }

  static ProgramBundle bundle(String fileName) {
    return ProgramBundle.read(Path.of(Programs.path(fileName)));
  }

  LoadedProgram program(String fileName, ProgramOptions options) {
    return program(bundle(fileName), options);
  }

  LoadedProgram program(ProgramBundle bundle, ProgramOptions options) {
    return programs.acquire(bundle, options);
  }

  @Override
  public void close() {
    programs.close();
    model.close();
    library.release();
  }
}
