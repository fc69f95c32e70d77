package io.pawstream.runtime.store.internal;

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
import java.nio.file.Path;
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
