package io.pawstream.runtime.store.internal;

import io.pawstream.runtime.hub.Backoff;
import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.HubException.Kind;
import io.pawstream.runtime.hub.ProgressEvent;
import io.pawstream.runtime.hub.ProgressEvent.Stage;
import io.pawstream.runtime.hub.ProgressEvent.Status;
import io.pawstream.runtime.hub.ProgressListener;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.program.Reference;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Programs by reference: from the cache directory, else from the hub. Any thread and process. */
public final class Programs {
  private static final Logger LOG = LoggerFactory.getLogger(Programs.class);

  private final ProgramCache cache;
  private final SlugCache slugs;
  private final Online online;

  public Programs(CacheLayout layout, Online online) {
    this.cache = new ProgramCache(layout);
    this.slugs = new SlugCache(layout);
    this.online = online;
  }

  public ProgramCache cache() {
    return cache;
  }

  /** Program ids by the slugs they were pulled by. */
  public Map<String, String> slugs() {
    return slugs.all();
  }

  /** Keeps what slugs stand for. */
  public void putSlugs(Map<String, String> resolved) {
    slugs.putAll(resolved);
  }

  /**
   * What is on this machine; null if nothing.
   *
   * @throws ProgramException if it is damaged, or not what the reference pins
   */
  public @Nullable ProgramBundle find(Reference reference) {
    if (reference instanceof Reference.Local local) {
      return local.read();
    }
    String id = knownId(reference);
    if (id == null) {
      return null;
    }
    ProgramCache.Entry entry = cache.check(id);
    if (entry.problem() != null) {
      throw new ProgramException(
          "A cached program must be as it was stored: program="
              + id
              + ", "
              + entry.problem()
              + "; pull it again");
    }
    return entry.program() == null ? null : named(reference, entry.program());
  }

  /** What is on this machine, else fetched. */
  public ProgramBundle pull(Reference reference, ProgressListener listener) {
    if (reference instanceof Reference.Local local) {
      return local.read();
    }
    String id =
        reference instanceof Reference.Slug slug
            ? resolve(slug, listener)
            : ((Reference.Id) reference).id();
    return named(reference, pull(id, reference, listener));
  }

  private @Nullable String knownId(Reference reference) {
    return reference instanceof Reference.Slug slug
        ? slugs.get(slug.versioned())
        : ((Reference.Id) reference).id();
  }

  /** Checked against the pin, and called by its slug rather than by its id. */
  private static ProgramBundle named(Reference reference, ProgramBundle program) {
    reference.requirePin(program);
    return reference instanceof Reference.Slug slug ? program.withName(slug.shortName()) : program;
  }

  private String resolve(Reference.Slug slug, ProgressListener listener) {
    String name = slug.versioned();
    String known = slugs.get(name);
    if (known != null && !mustAsk(slug, known)) {
      listener.on(ProgressEvent.of(Stage.RESOLVE, Status.CACHED, name));
      return known;
    }
    if (online.isOffline()) {
      if (known == null) {
        throw new HubException(
            Kind.OFFLINE,
            "Offline, a program must have been pulled by this name before: program="
                + name
                + "; pull it while PAW_OFFLINE is not set, import an archive, or write ./"
                + name
                + " for a directory of this name");
      }
      listener.on(ProgressEvent.of(Stage.RESOLVE, Status.CACHED, name));
      return known;
    }
    listener.on(ProgressEvent.of(Stage.RESOLVE, Status.RESOLVING, name));
    String id;
    try {
      // where something can stand in, it need not be tried for long
      Backoff backoff = known == null ? online.backoff() : Backoff.NEVER;
      id = online.hub().resolve(name, backoff);
    } catch (HubException e) {
      if (known == null || !e.isTransient()) {
        throw e;
      }
      LOG.warn(
          "The hub cannot be asked; taking what the slug stood for before: slug={}, program={},"
              + " cause={}",
          name,
          known,
          e.getMessage());
      listener.on(ProgressEvent.of(Stage.RESOLVE, Status.CACHED_FALLBACK, name));
      return known;
    }
    slugs.putAll(Map.of(name, id));
    return id;
  }

  /** A version never moves, and a pin is kept or not by what is here. */
  private boolean mustAsk(Reference.Slug slug, String known) {
    if (slug.isMoving()) {
      return true;
    }
    ProgramBundle program = cache.check(known).program();
    return program == null || (slug.pin() != null && !slug.pin().equals(program.digest()));
  }

  private ProgramBundle pull(String id, Reference reference, ProgressListener listener) {
    ProgramCache.Entry entry = cache.check(id);
    if (entry.program() != null) {
      listener.on(ProgressEvent.of(Stage.PROGRAM, Status.CACHED, id));
      return entry.program();
    }
    if (online.isOffline()) {
      throw missingOffline(id, reference, entry.problem());
    }
    if (entry.problem() != null) {
      LOG.warn("A cached program is fetched again: program={}, {}", id, entry.problem());
    }
    return cache.locked(
        id,
        () -> listener.on(ProgressEvent.of(Stage.PROGRAM, Status.WAITING, id)),
        () -> {
          ProgramBundle program = cache.check(id).program();
          if (program == null) {
            program = cache.install(id, bundle -> online.hub().download(id, bundle, listener));
          }
          listener.on(ProgressEvent.of(Stage.PROGRAM, Status.READY, id));
          return program;
        });
  }

  private static HubException missingOffline(
      String id, Reference reference, @Nullable String problem) {
    return new HubException(
        Kind.OFFLINE,
        (problem == null
                ? "Offline, a program must be in the cache directory: program="
                : "Offline, a damaged program cannot be fetched again: program=")
            + id
            + (reference instanceof Reference.Slug slug ? ", name=" + slug.versioned() : "")
            + (problem == null ? "" : ", " + problem)
            + "; pull it while PAW_OFFLINE is not set, or import an archive");
  }
}
