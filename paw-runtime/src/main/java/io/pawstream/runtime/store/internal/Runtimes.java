package io.pawstream.runtime.store.internal;

import io.pawstream.runtime.files.internal.AtomicFile;
import io.pawstream.runtime.hub.ProgressEvent;
import io.pawstream.runtime.hub.ProgressEvent.Stage;
import io.pawstream.runtime.hub.ProgressEvent.Status;
import io.pawstream.runtime.hub.ProgressListener;
import io.pawstream.runtime.interpreter.InterpreterException;
import io.pawstream.runtime.interpreter.KnownInterpreter;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.program.RuntimeManifest;
import io.pawstream.runtime.program.internal.ProgramFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which file a program's interpreter is. The known ones are built in; a program may bring the
 * manifest of another runtime along, and that must have been allowed by name and say the digest.
 * Any thread.
 */
public final class Runtimes {
  private static final Logger LOG = LoggerFactory.getLogger(Runtimes.class);
  private static final long MAX_BYTES = 1 << 20;

  private final CacheLayout layout;
  private final Online online;
  private final URI modelsUrl;
  private final Set<String> allowed;

  public Runtimes(CacheLayout layout, Online online, URI modelsUrl, Set<String> allowed) {
    this.layout = layout;
    this.online = online;
    this.modelsUrl = modelsUrl;
    this.allowed = allowed;
  }

  /**
   * The file of this program's interpreter; null for the one that is shipped.
   *
   * @throws InterpreterException if it is not known and not allowed
   */
  public @Nullable ModelFile model(ProgramBundle program, ProgressListener listener) {
    Optional<KnownInterpreter> known = program.meta().knownInterpreter();
    if (known.isPresent()) {
      return known.get() == KnownInterpreter.PAW_TINY ? null : ModelFile.of(known.get(), modelsUrl);
    }
    String runtimeId = program.meta().runtimeId();
    if (runtimeId == null || !allowed.contains(runtimeId)) {
      throw new InterpreterException(
          "A program's interpreter must be one of "
              + KnownInterpreter.shortNames()
              + ": program="
              + program.meta().programId()
              + ", interpreter="
              + program.meta().interpreter()
              + ", runtime_id="
              + runtimeId
              + (runtimeId == null
                  ? "; name its file as path@sha256:<digest> where the program is loaded"
                  : "; allow the runtime by name only if you trust who published it, since its"
                      + " file is read by native code"));
    }
    return model(runtimeId, manifest(runtimeId, program, listener));
  }

  /**
   * The file that an allowed runtime's manifest names.
   *
   * @throws InterpreterException if the manifest is not enough to check the file
   */
  private ModelFile model(String runtimeId, RuntimeManifest manifest) {
    String file = manifest.file();
    URI url = manifest.url();
    String sha256 = manifest.sha256();
    if (!manifest.runtimeId().equals(runtimeId)
        || file == null
        || url == null
        || sha256 == null
        || manifest.size() < 1) {
      throw new InterpreterException(
          "The manifest of an allowed runtime must state file, url, size_bytes and sha256:"
              + " runtime_id="
              + runtimeId);
    }
    if (Arrays.stream(KnownInterpreter.values()).anyMatch(k -> k.fileName().equals(file))) {
      throw new InterpreterException(
          "A runtime must not take the file name of a known interpreter: runtime_id="
              + runtimeId
              + ", file="
              + file);
    }
    return new ModelFile(runtimeId, file, url, manifest.size(), sha256);
  }

  private RuntimeManifest manifest(
      String runtimeId, ProgramBundle program, ProgressListener listener) {
    Optional<RuntimeManifest> embedded = embedded(program);
    if (embedded.isPresent()) {
      return embedded.get();
    }
    for (Path file : files(runtimeId)) {
      RuntimeManifest cached = cached(file);
      if (cached != null) {
        listener.on(ProgressEvent.of(Stage.RUNTIME, Status.CACHED, runtimeId));
        return cached;
      }
    }
    listener.on(ProgressEvent.of(Stage.RUNTIME, Status.RESOLVING, runtimeId));
    byte[] json = online.hub().runtimeJson(runtimeId);
    save(runtimeId, json);
    listener.on(ProgressEvent.of(Stage.RUNTIME, Status.READY, runtimeId));
    return RuntimeManifest.parse(json);
  }

  private static Optional<RuntimeManifest> embedded(ProgramBundle program) {
    try (ProgramFiles files = ProgramFiles.open(program.path());
        InputStream in = files.open("meta.json")) {
      return RuntimeManifest.ofMeta(in.readAllBytes());
    } catch (IOException e) {
      throw new ProgramException("Program " + program.path() + ": " + e.getMessage(), e);
    }
  }

  private Path[] files(String runtimeId) {
    return new Path[] {
      layout.runtimes().resolve(runtimeId + ".v1.json"),
      layout.runtimes().resolve(runtimeId + ".json")
    };
  }

  private static @Nullable RuntimeManifest cached(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
        return null;
      }
      return RuntimeManifest.parse(Files.readAllBytes(file));
    } catch (IOException | ProgramException e) {
      LOG.warn("A cached runtime manifest is unusable: file={}, cause={}", file, e.getMessage());
      return null;
    }
  }

  private void save(String runtimeId, byte[] json) {
    try {
      Files.createDirectories(layout.runtimes());
      for (Path file : files(runtimeId)) {
        AtomicFile.write(file, json);
      }
    } catch (IOException e) {
      LOG.warn(
          "A runtime manifest cannot be kept: runtime_id={}, cause={}", runtimeId, e.toString());
    }
  }
}
