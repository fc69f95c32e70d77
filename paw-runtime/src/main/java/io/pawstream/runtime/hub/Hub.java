package io.pawstream.runtime.hub;

import io.pawstream.runtime.program.RuntimeManifest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The hub's HTTP interface. Every method blocks, tries again what may succeed later ({@link
 * HubOptions#backoff()}), and throws {@link HubException} when it came to nothing. Any thread; an
 * interrupt ends a call.
 */
public final class Hub implements AutoCloseable {
  /** With these options; opens no connection yet. */
  public static Hub open(HubOptions options) {
    throw new UnsupportedOperationException();
  }

  /** The id of the program that a slug, with or without version, stands for now. */
  public String resolve(String slug) {
    throw new UnsupportedOperationException();
  }

  /** The versions that a slug has had. */
  public ProgramVersions versions(String slug) {
    throw new UnsupportedOperationException();
  }

  /** The compilers there are. */
  public List<CompilerInfo> compilers() {
    throw new UnsupportedOperationException();
  }

  /** What a runtime consists of. */
  public RuntimeManifest runtime(String runtimeId) {
    throw new UnsupportedOperationException();
  }

  /**
   * Compiles and waits for it: seconds with a mapper compiler. A gateway that gives up is asked
   * again with the same request, which the hub answers from what it has compiled meanwhile.
   *
   * @return a compilation at its end, also where it failed
   */
  public CompileJob compile(CompileRequest request) {
    throw new UnsupportedOperationException();
  }

  /** Hands over a compilation that takes minutes; needs a finetune compiler by name. */
  public CompileJob compileAsync(CompileRequest request) {
    throw new UnsupportedOperationException();
  }

  /** How a compilation stands. */
  public CompileJob compileStatus(String jobId) {
    throw new UnsupportedOperationException();
  }

  /** Takes a compilation back that has not started yet. */
  public CompileJob cancelCompile(String jobId) {
    throw new UnsupportedOperationException();
  }

  /**
   * Waits for a compilation.
   *
   * @param most longest wait
   * @param listener is told each state, also the last
   * @return a compilation at its end, also where it failed
   */
  public CompileJob awaitCompile(String jobId, Duration most, Consumer<CompileJob> listener) {
    throw new UnsupportedOperationException();
  }

  /**
   * Runs a program on the hub. The input leaves this machine.
   *
   * @param program id or slug
   * @param maxTokens most tokens of output; 0 for the hub's own bound
   */
  public Inference infer(String program, String input, int maxTokens) {
    throw new UnsupportedOperationException();
  }

  /**
   * Fetches a program's bundle into a new file, nothing of it checked but its size. Waits while the
   * hub still builds it.
   *
   * @param program id or slug
   * @param target does not exist yet; left only when it is whole
   */
  public void download(String program, Path target, ProgressListener listener) {
    throw new UnsupportedOperationException();
  }

  /** Lets go of connections. Idempotent. */
  @Override
  public void close() {}
}
