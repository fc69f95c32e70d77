package io.pawstream.engine.jllama;

import io.pawstream.engine.jllama.internal.JllamaLibrary;
import io.pawstream.engine.jllama.internal.JllamaTrial;
import io.pawstream.runtime.engine.Engine;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.EngineProvider;
import io.pawstream.runtime.engine.EngineUnavailableException;
import io.pawstream.runtime.engine.internal.llama.LlamaEngine;
import io.pawstream.runtime.engine.internal.program.SharedModel;
import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.interpreter.Architecture;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.llama.internal.Placement;

/**
 * The engine {@code jllama}: labels and free text of GPT-2 programs by the llama.cpp inside {@code
 * de.kherud:llama}, for machines that the project has no natives for. Any thread.
 */
public final class JllamaProvider implements EngineProvider {
  /** Its name in configuration. */
  public static final String NAME = "jllama";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean answersText() {
    return true;
  }

  @Override
  public void check(Interpreter interpreter) {
    String architecture = architecture(interpreter);
    if (!architecture.equals(Architecture.GPT2.key())) {
      throw new EngineUnavailableException(
          "the engine jllama computes interpreters of the architecture gpt2 alone, as llama.cpp "
              + JllamaLibrary.RELEASE
              + " of de.kherud:llama knows no other of ours: interpreter="
              + interpreter.name()
              + ", general.architecture="
              + architecture
              + "; use the engine llama or blas");
    }
    try {
      JllamaLibrary.check();
    } catch (EngineUnavailableException e) {
      throw new EngineUnavailableException(
          "the engine jllama cannot be used here: " + e.getMessage() + "; use the engine llama", e);
    }
  }

  private static String architecture(Interpreter interpreter) {
    try {
      return interpreter.header().string("general.architecture").orElse("missing");
    } catch (GgufException e) {
      return "unreadable";
    }
  }

  @Override
  public Engine open(Interpreter interpreter, EngineOptions options) {
    check(interpreter);
    JllamaLibrary library = JllamaLibrary.acquire();
    return LlamaEngine.open(
        NAME,
        interpreter,
        // contexts of this library decode one after the other: more than one would only wait
        options.toBuilder().lanes(1).build(),
        SharedModel.of(interpreter, library, Placement.CPU),
        JllamaTrial.with(library));
  }
}
