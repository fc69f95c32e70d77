package io.pawstream.runtime.internal;

import io.pawstream.runtime.engine.Engine;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.EngineProvider;
import io.pawstream.runtime.engine.EngineUnavailableException;
import io.pawstream.runtime.engine.internal.llama.LlamaEngine;
import io.pawstream.runtime.interpreter.Interpreter;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The engines that are on the class path beside {@code llama}. Any thread. */
public final class EngineProviders {
  private EngineProviders() {}

  /** All of them, in the order of the class path. */
  public static List<EngineProvider> all() {
    // not the thread's class loader: a plugin's engines are beside its runtime
    return ServiceLoader.load(EngineProvider.class, EngineProvider.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /** Whether there is an engine of this name that answers free text, other than {@code llama}. */
  public static boolean answersText(String name) {
    return all().stream().anyMatch(one -> one.name().equals(name) && one.answersText());
  }

  /**
   * The engine that the options name, which is not {@code auto}.
   *
   * @throws EngineUnavailableException if it is not there
   */
  static Engine open(Interpreter interpreter, EngineOptions options) {
    String name = options.engine();
    if (name.equals(EngineOptions.LLAMA)) {
      return LlamaEngine.open(interpreter, options);
    }
    return named(name).open(interpreter, options);
  }

  private static EngineProvider named(String name) {
    List<EngineProvider> all = all();
    return all.stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new EngineUnavailableException(
                    "engine must be one of "
                        + Stream.concat(
                                Stream.of(EngineOptions.LLAMA, EngineOptions.AUTO),
                                all.stream().map(EngineProvider::name))
                            .toList()
                        + ": engine="
                        + name
                        + "; add its module, paw-engine-"
                        + name
                        + ", to the class path"));
  }
}
