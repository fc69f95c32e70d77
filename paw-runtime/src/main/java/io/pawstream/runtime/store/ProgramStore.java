package io.pawstream.runtime.store;

import io.pawstream.runtime.hub.Hub;
import io.pawstream.runtime.hub.ProgressListener;
import io.pawstream.runtime.program.ProgramBundle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Programs and interpreters on this machine: finds them, checks them, and fetches what is missing.
 * Any thread, and any number of processes on one cache directory, the PAW SDK among them.
 *
 * <p>A connection is opened only by the methods that say so, and never when {@link
 * StoreOptions#offline()}.
 */
public final class ProgramStore implements AutoCloseable {
  /** With what the environment says. */
  public static ProgramStore open() {
    return open(StoreOptions.fromEnvironment());
  }

  /** With these options; touches no file and opens no connection yet. */
  public static ProgramStore open(StoreOptions options) {
    throw new UnsupportedOperationException();
  }

  public StoreOptions options() {
    throw new UnsupportedOperationException();
  }

  /**
   * The program, if it is on this machine and sound. Opens no connection.
   *
   * @throws io.pawstream.runtime.program.ProgramException if the reference is none, a file is not
   *     there or broken, or the program has another digest than the reference
   */
  public Optional<ProgramBundle> find(String reference) {
    throw new UnsupportedOperationException();
  }

  /**
   * The program, fetched if it is not here or damaged. A slug without version is resolved anew each
   * time; where the hub cannot be asked, what it was resolved to before is taken.
   *
   * @throws io.pawstream.runtime.program.ProgramException if the program is not what it must be
   * @throws io.pawstream.runtime.hub.HubException if it is missing and cannot be fetched
   */
  public ProgramBundle pull(String reference, ProgressListener listener) {
    throw new UnsupportedOperationException();
  }

  /**
   * A reference that names the same bytes on every machine and every day: resolved once here, it is
   * what all workers of a job get. Fetches the program if it is missing. A path stays as it is:
   * what lies there on another machine cannot be known here.
   *
   * @param allowMoving whether a slug without version and digest is accepted
   * @throws io.pawstream.runtime.program.ProgramException if it is moving and that is not allowed
   */
  public String pin(String reference, boolean allowMoving, ProgressListener listener) {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes present and checks all that programs need, without loading anything: for init containers
   * and for hosts that lose their network later. Fetches what is missing.
   *
   * @throws io.pawstream.runtime.program.ProgramException if a program is not what it must be
   * @throws io.pawstream.runtime.interpreter.InterpreterException if an interpreter is not
   * @throws io.pawstream.runtime.hub.HubException if something is missing and cannot be fetched
   */
  public List<Prepared> prepare(List<String> references, ProgressListener listener) {
    throw new UnsupportedOperationException();
  }

  /** All that is in the cache directory, sorted by id. Opens no connection. */
  public List<CachedProgram> list() {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes programs with their interpreters into one archive, whole or not at all. Fetches what is
   * missing.
   */
  public List<Prepared> exportTo(Path archive, List<String> references, ProgressListener listener) {
    throw new UnsupportedOperationException();
  }

  /** Installs what {@link #exportTo} wrote, all of it checked first. Opens no connection. */
  public List<Prepared> importFrom(Path archive, ProgressListener listener) {
    throw new UnsupportedOperationException();
  }

  /**
   * The hub this store asks; closed with it.
   *
   * @throws io.pawstream.runtime.hub.HubException if this store is offline
   */
  public Hub hub() {
    throw new UnsupportedOperationException();
  }

  /** Lets go of connections. Idempotent. */
  @Override
  public void close() {}
}
