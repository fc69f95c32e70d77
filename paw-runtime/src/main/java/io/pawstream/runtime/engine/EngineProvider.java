package io.pawstream.runtime.engine;

import io.pawstream.runtime.interpreter.Interpreter;

/**
 * A way to answer programs that another module adds to the class path; found by {@link
 * java.util.ServiceLoader}. Any thread.
 */
public interface EngineProvider {
  /** Its name in configuration, such as {@code blas}. */
  String name();

  /** Whether it answers programs with free text too; what does not leaves them to others. */
  default boolean answersText() {
    return false;
  }

  /**
   * Whether it can be had on this machine and with this interpreter.
   *
   * @throws EngineUnavailableException if not; the message says why and what to do
   */
  void check(Interpreter interpreter);

  /**
   * Opens an engine.
   *
   * @throws EngineUnavailableException as {@link #check} does
   * @throws RuntimeException if the interpreter cannot be loaded
   */
  Engine open(Interpreter interpreter, EngineOptions options);
}
