package io.pawstream.runtime.engine.internal.program;

import io.pawstream.runtime.engine.internal.LaneWork;
import io.pawstream.runtime.program.ProgramBundle;

/**
 * What kinds of engines differ in. Any thread; {@link #close} when no lane and no program is left.
 *
 * @param <R> what the engine keeps of a program besides prompt and labels, such as its adapter
 */
public interface EngineParts<R extends AutoCloseable> extends AutoCloseable {
  /** What kind of engine it is, such as {@code llama}. */
  String name();

  /** What it computes with, for the log, such as {@code cpu=haswell}. */
  String describe();

  EngineSizing sizing();

  /** Whether it can decode free text, or only score labels. */
  boolean answersText();

  /** The work of a new lane; called on the lane's thread. */
  LaneWork<LoadedProgram<R>> newLane();

  /**
   * What the engine keeps of a program. Its adapter's header was compared with the interpreter's.
   *
   * @throws io.pawstream.runtime.program.ProgramException if it cannot be used
   */
  R load(ProgramBundle bundle);

  @Override
  void close();
}
