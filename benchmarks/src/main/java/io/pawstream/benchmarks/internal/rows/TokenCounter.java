package io.pawstream.benchmarks.internal.rows;

import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.program.ProgramBundle;
import java.io.IOException;
import java.util.function.ToIntFunction;

/** How many tokens a text has for an interpreter, between a program's prefix and suffix. */
public final class TokenCounter implements ToIntFunction<String>, AutoCloseable {
  /** Tokens that are left for the answer. */
  private static final int ANSWER = 16;

  private final NativeProgram program;
  private final int suffix;

  public TokenCounter(Interpreter interpreter, ProgramBundle bundle) throws IOException {
    this.program = NativeProgram.open(interpreter, bundle);
    this.suffix = program.sdkTokens("").length;
  }

  @Override
  public int applyAsInt(String text) {
    return program.sdkTokens(text).length - suffix;
  }

  /**
   * Most tokens that a text may have.
   *
   * @param window most positions of prefix, text, suffix and answer together
   */
  public int room(int window) {
    int positions = Math.min(window, program.model().trainedContext());
    return positions - program.prefix().length - suffix - ANSWER;
  }

  @Override
  public void close() {
    program.close();
  }
}
