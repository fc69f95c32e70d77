package io.pawstream.runtime.engine;

import java.util.List;

/** A program in an engine, held by whoever loaded it. Any thread. */
public interface EngineProgram extends AutoCloseable {
  /** Its digest, {@code sha256:} and 64 hex digits. */
  String digest();

  /** The labels it answers with, in order; empty for free text. */
  List<String> labels();

  /** Token ids of the prefix, evaluated once and shared by all inputs. */
  int[] prefixTokens();

  /**
   * Token ids of an input and the suffix after it, as they are evaluated after the prefix.
   *
   * @throws IllegalArgumentException if the input would be refused; the message gives the failure's
   *     detail
   * @throws IllegalStateException if the engine is closed
   */
  int[] inputTokens(String input);

  /**
   * Token ids of a label, as they are scored.
   *
   * @throws IllegalStateException if the engine is closed
   */
  int[] labelTokens(String label);

  /** Lets go of the program; what still waits for its last holder gets a failure. Idempotent. */
  @Override
  void close();
}
