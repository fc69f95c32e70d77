package io.pawstream.runtime.store;

import io.pawstream.runtime.hub.Hub;
import io.pawstream.runtime.hub.ProgressEvent;
import io.pawstream.runtime.hub.ProgressEvent.Stage;
import io.pawstream.runtime.hub.ProgressEvent.Status;
import io.pawstream.runtime.hub.ProgressListener;
import io.pawstream.runtime.hub.internal.Pause;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.interpreter.KnownInterpreter;
import io.pawstream.runtime.program.AdapterCheck;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.program.Reference;
import io.pawstream.runtime.store.internal.BaseModels;
import io.pawstream.runtime.store.internal.CacheLayout;
import io.pawstream.runtime.store.internal.ModelFile;
import io.pawstream.runtime.store.internal.Online;
import io.pawstream.runtime.store.internal.ProgramCache;
import io.pawstream.runtime.store.internal.Programs;
import io.pawstream.runtime.store.internal.Runtimes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Programs and interpreters on this machine: finds them, checks them, and fetches what is missing.
 * Any thread, and any number of processes on one cache directory, the PAW SDK among them.
 *
 * <p>A connection is opened only by the methods that say so, and never when {@link
 * StoreOptions#offline()}. A disk that cannot be written is an {@link
 * java.io.UncheckedIOException}.
 */
public final class ProgramStore implements AutoCloseable {
  private final StoreOptions options;
  private final Online online;
  private final Programs programs;
  private final BaseModels models;
  private final Runtimes runtimes;

  private ProgramStore(StoreOptions options) {
    CacheLayout layout = new CacheLayout(options.cacheDir());
    this.options = options;
    this.online = new Online(options.hub(), options.offline(), Pause.SLEEP);
    this.programs = new Programs(layout, online);
    this.models = new BaseModels(layout, online);
    this.runtimes = new Runtimes(layout, online, options.modelsUrl(), options.allowedRuntimes());
  }

  /** With what the environment says. */
  public static ProgramStore open() {
    return open(StoreOptions.fromEnvironment());
  }

  /** With these options; touches no file and opens no connection yet. */
  public static ProgramStore open(StoreOptions options) {
    return new ProgramStore(options);
  }

  public StoreOptions options() {
    return options;
  }

  /**
   * The program, if it is on this machine. Opens no connection.
   *
   * @return empty if the reference names a program of the hub that was not pulled yet
   * @throws ProgramException if the reference is none, a file is not there, a program is damaged or
   *     has another digest than the reference
   */
  public Optional<ProgramBundle> find(String reference) {
    return Optional.ofNullable(programs.find(Reference.parse(reference)));
  }

  /**
   * The program, fetched if it is not here or damaged. A slug without version is resolved anew each
   * time; where the hub cannot be asked, what it was resolved to before is taken.
   *
   * @throws ProgramException if the program is not what it must be
   * @throws io.pawstream.runtime.hub.HubException if it is missing and cannot be fetched
   */
  public ProgramBundle pull(String reference, ProgressListener listener) {
    return programs.pull(Reference.parse(reference), listener);
  }

  /**
   * A reference that names the same bytes on every machine and every day: resolved once here, it is
   * what all workers of a job get. Fetches the program if it is missing. A path stays as it is:
   * what lies there on another machine cannot be known here.
   *
   * @param allowMoving whether a slug without version and digest is accepted
   * @throws ProgramException if it is moving and that is not allowed
   * @throws io.pawstream.runtime.hub.HubException if it is missing and cannot be fetched
   */
  public String pin(String reference, boolean allowMoving, ProgressListener listener) {
    Reference parsed = Reference.parse(reference);
    if (parsed.isMoving() && !allowMoving) {
      throw new ProgramException(
          "A job must name a program that stays the same: reference="
              + reference
              + "; write "
              + reference
              + "@v<number> or "
              + reference
              + "@sha256:<digest>, or allow moving references");
    }
    if (parsed instanceof Reference.Local
        || (parsed instanceof Reference.Id && parsed.pin() != null)) {
      return reference;
    }
    return pinned(programs.pull(parsed, listener), parsed);
  }

  private static String pinned(ProgramBundle program, Reference reference) {
    String place =
        reference instanceof Reference.Local
            ? program.path().toAbsolutePath().toString()
            : program.meta().programId();
    return place + "@" + program.digest();
  }

  /**
   * Makes present and checks all that programs need, without loading anything: for init containers
   * and for hosts that lose their network later. Fetches what is missing.
   *
   * @throws ProgramException if a program is not what it must be
   * @throws io.pawstream.runtime.interpreter.InterpreterException if an interpreter is not
   * @throws io.pawstream.runtime.hub.HubException if something is missing and cannot be fetched
   */
  public List<Prepared> prepare(List<String> references, ProgressListener listener) {
    Map<String, Interpreter> interpreters = new HashMap<>();
    List<Prepared> prepared = new ArrayList<>();
    for (String reference : references) {
      prepared.add(prepare(reference, interpreters, listener));
    }
    return prepared;
  }

  /** Reads each interpreter once, whose digest takes seconds. */
  private Prepared prepare(
      String text, Map<String, Interpreter> interpreters, ProgressListener listener) {
    Reference reference = Reference.parse(text);
    ProgramBundle program = programs.pull(reference, listener);
    ModelFile model = runtimes.model(program, listener);
    Interpreter interpreter =
        interpreters.computeIfAbsent(
            // two names for equal bytes are two files
            model == null ? KnownInterpreter.PAW_TINY.shortName() : model.toString(),
            name ->
                model == null
                    ? Interpreters.known(KnownInterpreter.PAW_TINY.shortName(), options.cacheDir())
                    : models.get(model, listener));
    AdapterCheck.check(program.adapter(), interpreter.header());
    listener.on(ProgressEvent.of(Stage.PREPARE, Status.READY, text));
    return new Prepared(
        text,
        program,
        pinned(program, reference),
        interpreter.name(),
        interpreter.file(),
        KnownInterpreter.named(interpreter.name()).isPresent()
            ? interpreter.name()
            : interpreter.file() + "@sha256:" + interpreter.sha256());
  }

  /** All that is in the cache directory, sorted by id. Opens no connection. */
  public List<CachedProgram> list() {
    Map<String, List<String>> slugs = new HashMap<>();
    programs
        .slugs()
        .forEach((slug, id) -> slugs.computeIfAbsent(id, i -> new ArrayList<>()).add(slug));
    List<CachedProgram> all = new ArrayList<>();
    for (String id : programs.cache().ids()) {
      ProgramCache.Entry entry = programs.cache().check(id);
      all.add(
          new CachedProgram(
              id,
              programs.cache().directory(id),
              slugs.getOrDefault(id, List.of()),
              entry.program(),
              entry.problem()));
    }
    return all;
  }

  /**
   * Writes programs with their interpreters into one archive, whole or not at all. Fetches what is
   * missing. The archive is a ZIP laid out as the cache directory; what is kept beside a program,
   * calibrations and thresholds, is in it.
   *
   * @throws ProgramException as {@link #prepare}, and if two different programs have one id
   */
  public List<Prepared> exportTo(Path archive, List<String> references, ProgressListener listener) {
    List<Prepared> prepared = prepare(references, listener);
    Transfer.write(archive, prepared);
    return prepared;
  }

  /**
   * Installs what {@link #exportTo} wrote. Each file is checked before it is put in place; a
   * program that is here already and sound stays, with what is kept beside it. Opens no connection.
   *
   * @return what was in the archive, by id
   * @throws ProgramException if it is no archive, or a program is not what it says or differs from
   *     the one that is here
   * @throws io.pawstream.runtime.interpreter.InterpreterException if an interpreter is not pinned
   */
  public List<Prepared> importFrom(Path archive, ProgressListener listener) {
    List<String> ids = Transfer.read(archive, options, programs, models);
    try (ProgramStore local = open(options.withOffline(true))) {
      return local.prepare(ids, listener);
    }
  }

  /**
   * The hub this store asks; its connections close with this store.
   *
   * @throws io.pawstream.runtime.hub.HubException if this store is offline
   */
  public Hub hub() {
    return online.hub();
  }

  /** Lets go of connections. Idempotent. */
  @Override
  public void close() {
    online.close();
  }
}
