package io.pawstream.runtime.store.internal;

import io.pawstream.runtime.files.internal.Sha256;
import io.pawstream.runtime.hub.Backoff;
import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.HubException.Kind;
import io.pawstream.runtime.hub.ProgressEvent;
import io.pawstream.runtime.hub.ProgressEvent.Stage;
import io.pawstream.runtime.hub.ProgressEvent.Status;
import io.pawstream.runtime.hub.ProgressListener;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.InterpreterException;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.interpreter.KnownInterpreter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The interpreters in the cache directory. Any thread and process. */
public final class BaseModels {
  private final CacheLayout layout;
  private final Online online;

  public BaseModels(CacheLayout layout, Online online) {
    this.layout = layout;
    this.online = online;
  }

  /** Where a file is or would be. */
  public Path path(ModelFile model) {
    return layout.baseModel(model.file());
  }

  /**
   * The interpreter, fetched if it is missing or damaged.
   *
   * @throws InterpreterException if it is not the pinned file, or offline and not there
   * @throws HubException if it cannot be fetched
   */
  public Interpreter get(ModelFile model, ProgressListener listener) {
    InterpreterException problem = null;
    try {
      Interpreter interpreter = read(model);
      listener.on(event(Status.CACHED, model));
      return interpreter;
    } catch (InterpreterException e) {
      problem = e;
    }
    if (online.isOffline()) {
      throw new HubException(
          Kind.OFFLINE,
          "Offline, an interpreter must be in the cache directory: interpreter="
              + model.name()
              + ", problem="
              + problem.getMessage()
              + "; prepare it while PAW_OFFLINE is not set, or import an archive",
          problem);
    }
    requireSafe(model);
    Runnable waiting = () -> listener.on(event(Status.WAITING, model));
    return FileLocks.locked(
        layout.baseModelLock(model.file()),
        waiting,
        () -> {
          Interpreter there = readOrNull(model);
          if (there == null) {
            Backoff backoff = online.backoff();
            new ModelDownload(
                    online.calls(), online.retries(), backoff, model, path(model), listener)
                .run();
            there = read(model);
          }
          listener.on(event(Status.READY, model));
          return there;
        });
  }

  /** A mirror is a person's choice, as the hub is; an address out of a manifest is not. */
  private void requireSafe(ModelFile model) {
    if (model.url().getHost() == null
        || !("https".equalsIgnoreCase(model.url().getScheme())
            || online.isHub(model.url())
            || KnownInterpreter.named(model.name()).isPresent())) {
      throw new InterpreterException(
          "An interpreter must be published by https: interpreter="
              + model.name()
              + ", scheme="
              + model.url().getScheme());
    }
  }

  /**
   * Puts an interpreter out of an archive in place, unless it is there.
   *
   * @throws InterpreterException if it is not what the archive lists
   */
  public void install(Archive.Model model, ArchiveReader archive) {
    Path target = layout.baseModel(model.file());
    Path part = target.resolveSibling("." + model.file() + "." + UUID.randomUUID() + ".part");
    FileLocks.locked(
        layout.baseModelLock(model.file()),
        () -> {},
        () -> {
          try {
            if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                || !Sha256.of(target).equals(model.sha256())) {
              Files.createDirectories(layout.baseModels());
              archive.unpack(model, part);
              Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            }
            return target;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } finally {
            delete(part);
          }
        });
  }

  private static void delete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable Interpreter readOrNull(ModelFile model) {
    try {
      return read(model);
    } catch (InterpreterException e) {
      return null;
    }
  }

  private Interpreter read(ModelFile model) {
    return Interpreters.resolve(path(model) + "@sha256:" + model.sha256(), false, layout.root());
  }

  private static ProgressEvent event(Status status, ModelFile model) {
    return new ProgressEvent(Stage.BASE_MODEL, status, model.name(), 0, model.size());
  }
}
