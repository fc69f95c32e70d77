package io.pawstream.runtime.testing;

import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.llama.internal.LlamaAdapter;
import io.pawstream.runtime.llama.internal.LlamaException;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.llama.internal.LlamaModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiFunction;

/** What a class loader of its own does with this project, told in types of the JDK alone. */
public final class InLoader implements BiFunction<String, String, String> {
  private Paw paw;
  private PawProgram program;

  @Override
  public String apply(String order, String text) {
    try {
      switch (order) {
        case "open":
          Duration grace = Duration.parse(text);
          EngineOptions engine = EngineOptions.builder().closeGrace(grace).build();
          paw = Paw.open(PawOptions.DEFAULT.withEngine(engine));
          program = paw.load(Programs.path("log.paw"));
          return "";
        case "ask":
          return ((Answer) program.apply(text)).value();
        case "loads":
          return Long.toString(Paw.interpreterLoads());
        case "load broken adapter":
          return loadBroken(Path.of(text));
        case "close":
          paw.close();
          return "";
        case "close idle":
          Paw.closeIdle();
          return "";
        default:
          throw new IllegalArgumentException(order);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What llama.cpp said, which comes through the log of whoever listens. */
  private static String loadBroken(Path file) {
    LlamaLibrary library = LlamaLibrary.acquire(false);
    Interpreter tiny = Interpreters.known("paw-tiny", null);
    try (LlamaModel model = LlamaModel.acquire(library, tiny.name(), tiny.file(), tiny.sha256())) {
      LlamaAdapter.load(model, file).close();
      return "loaded";
    } catch (LlamaException e) {
      return e.getMessage();
    } finally {
      library.release();
    }
  }
}
