package io.pawstream.runtime.hub;

import io.pawstream.runtime.program.RuntimeManifest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The hub's HTTP interface. Every method blocks, tries again what may succeed later ({@link
 * HubOptions#backoff()}), and throws {@link HubException} when it came to nothing. Any thread; an
 * interrupt ends a call. Made by {@link io.pawstream.runtime.store.ProgramStore#hub()}.
 */
public interface Hub {
  /** The id of the program that a slug, with or without version, stands for now. */
  String resolve(String slug);

  /** The versions that a slug has had. */
  ProgramVersions versions(String slug);

  /** The compilers there are. */
  List<CompilerInfo> compilers();

  /** What a runtime consists of. */
  RuntimeManifest runtime(String runtimeId);

  /**
   * Compiles and waits for it: seconds with a mapper compiler. A gateway that gives up is asked
   * again with the same request, which the hub answers from what it has compiled meanwhile.
   *
   * @return as it stands when the hub answers: at its end, also where it failed, unless the server
   *     hands long ones over as {@link #compileAsync} does
   */
  CompileJob compile(CompileRequest request);

  /** Hands over a compilation that takes minutes; needs a finetune compiler by name. */
  CompileJob compileAsync(CompileRequest request);

  /** How a compilation stands. */
  CompileJob compileStatus(String jobId);

  /** Takes a compilation back that has not started yet. */
  CompileJob cancelCompile(String jobId);

  /**
   * Waits for a compilation.
   *
   * @param most longest wait
   * @param listener is told each state, also the last
   * @return a compilation at its end, also where it failed
   */
  CompileJob awaitCompile(String jobId, Duration most, Consumer<CompileJob> listener);

  /**
   * Runs a program on the hub. The input leaves this machine.
   *
   * @param program id or slug
   * @param maxTokens most tokens of output; 0 for the hub's own bound
   */
  Inference infer(String program, String input, int maxTokens);

  /**
   * Fetches a program's bundle into a new file, nothing of it checked but its size. Waits while the
   * hub still builds it.
   *
   * @param program id or slug
   * @param target does not exist yet; left only when it is whole
   */
  void download(String program, Path target, ProgressListener listener);
}
