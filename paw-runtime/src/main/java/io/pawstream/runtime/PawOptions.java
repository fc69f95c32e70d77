package io.pawstream.runtime;

import io.pawstream.runtime.engine.EngineOptions;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Paw} is opened with. Immutable, serializable; any thread.
 *
 * @param interpreter the interpreter for every program: a known name such as {@code paw-tiny}, or a
 *     GGUF file as {@code path@sha256:…}; null to take the one each program names
 * @param unpinnedInterpreter whether {@code interpreter} may be a file without a digest. A GGUF
 *     file reaches native code: only for files that a person at the command line chose
 * @param cacheDir where interpreters and programs of the hub are looked for, laid out as the PAW
 *     SDK does; null for {@code PAW_CACHE_DIR} or {@code ~/.cache/programasweights}
 * @param download whether programs of the hub and interpreters that are not on this machine are
 *     fetched, as the environment says where from. False by default: then nothing here opens a
 *     connection
 * @param engine how engines use the machine
 */
public record PawOptions(
    @Nullable String interpreter,
    boolean unpinnedInterpreter,
    @Nullable String cacheDir,
    boolean download,
    EngineOptions engine)
    implements Serializable {

  /** The interpreter each program names, the SDK's cache directory, the default engine. */
  public static final PawOptions DEFAULT =
      new PawOptions(null, false, null, false, EngineOptions.DEFAULT);

  public PawOptions {
    Objects.requireNonNull(engine, "engine");
  }

  public PawOptions withInterpreter(@Nullable String value) {
    return new PawOptions(value, unpinnedInterpreter, cacheDir, download, engine);
  }

  public PawOptions withUnpinnedInterpreter(boolean value) {
    return new PawOptions(interpreter, value, cacheDir, download, engine);
  }

  public PawOptions withCacheDir(@Nullable String value) {
    return new PawOptions(interpreter, unpinnedInterpreter, value, download, engine);
  }

  public PawOptions withDownload(boolean value) {
    return new PawOptions(interpreter, unpinnedInterpreter, cacheDir, value, engine);
  }

  public PawOptions withEngine(EngineOptions value) {
    return new PawOptions(interpreter, unpinnedInterpreter, cacheDir, download, value);
  }
}
