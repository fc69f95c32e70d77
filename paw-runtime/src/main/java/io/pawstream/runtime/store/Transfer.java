package io.pawstream.runtime.store;

import io.pawstream.runtime.files.internal.AtomicFile;
import io.pawstream.runtime.interpreter.InterpreterException;
import io.pawstream.runtime.interpreter.KnownInterpreter;
import io.pawstream.runtime.program.CalibrationFile;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.program.Reference;
import io.pawstream.runtime.program.internal.Shown;
import io.pawstream.runtime.store.internal.Archive;
import io.pawstream.runtime.store.internal.ArchiveReader;
import io.pawstream.runtime.store.internal.ArchiveWriter;
import io.pawstream.runtime.store.internal.BaseModels;
import io.pawstream.runtime.store.internal.ProgramCache;
import io.pawstream.runtime.store.internal.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From the cache directory into an archive and back. */
final class Transfer {
  private Transfer() {}

  static void write(Path target, List<Prepared> prepared) {
    List<Archive.Program> programs = new ArrayList<>();
    Map<String, ProgramBundle> bundles = new LinkedHashMap<>();
    Map<String, Archive.Model> models = new LinkedHashMap<>();
    Map<String, Path> files = new LinkedHashMap<>();
    for (Prepared one : prepared) {
      String id = one.program().meta().programId();
      ProgramBundle other = bundles.putIfAbsent(id, one.program());
      if (other != null && !other.digest().equals(one.program().digest())) {
        throw new ProgramException(
            "Programs in an archive must have different ids: program_id="
                + id
                + ", paths="
                + other.path()
                + " and "
                + one.program().path());
      }
      if (other == null) {
        programs.add(
            new Archive.Program(
                id, one.program().digest(), slug(one.reference()), isCalibrated(one.program())));
      }
      if (!one.interpreter().equals(KnownInterpreter.PAW_TINY.shortName())) {
        Archive.Model model = model(one);
        models.put(model.file(), model);
        files.put(model.file(), one.interpreterFile());
      }
    }
    Archive archive = new Archive(programs, List.copyOf(models.values()));
    ArchiveWriter.write(target, archive, bundles, files);
  }

  /** Whether something is kept beside it, which must be sound. */
  private static boolean isCalibrated(ProgramBundle program) {
    return !CalibrationFile.read(program).isEmpty()
        || !CalibrationFile.thresholds(program).isEmpty();
  }

  private static @Nullable String slug(String reference) {
    return Reference.parse(reference) instanceof Reference.Slug slug ? slug.versioned() : null;
  }

  private static Archive.Model model(Prepared prepared) {
    Optional<KnownInterpreter> known = KnownInterpreter.named(prepared.interpreter());
    String reference = prepared.interpreterReference();
    String sha256 =
        known
            .map(KnownInterpreter::sha256)
            .orElseGet(() -> reference.substring(reference.lastIndexOf(':') + 1));
    try {
      return new Archive.Model(
          Optional.ofNullable(prepared.program().meta().runtimeId()).orElse(prepared.interpreter()),
          prepared.interpreterFile().getFileName().toString(),
          Files.size(prepared.interpreterFile()),
          sha256);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Installs all of an archive; the ids of its programs. */
  static List<String> read(Path file, StoreOptions options, Programs programs, BaseModels models) {
    try (ArchiveReader reader = new ArchiveReader(file)) {
      Archive archive = reader.archive();
      archive.models().forEach(model -> requirePinned(model, options));
      archive.models().forEach(model -> models.install(model, reader));
      Map<String, String> slugs = new LinkedHashMap<>();
      for (Archive.Program program : archive.programs()) {
        install(program, reader, programs.cache());
        String slug = program.slug();
        if (slug != null
            && Reference.parse(slug) instanceof Reference.Slug parsed
            && parsed.versioned().equals(slug)) {
          slugs.put(slug, program.id());
        }
      }
      programs.putSlugs(slugs);
      return archive.programs().stream().map(Archive.Program::id).toList();
    }
  }

  private static void requirePinned(Archive.Model model, StoreOptions options) {
    for (KnownInterpreter known : KnownInterpreter.values()) {
      if (known.fileName().equals(model.file())) {
        if (known.sha256().equals(model.sha256()) && known.size() == model.size()) {
          return;
        }
        throw refused("An interpreter in an archive must be the pinned one", model);
      }
    }
    if (!options.allowedRuntimes().contains(model.name())) {
      throw refused("An interpreter in an archive must be known, or its runtime allowed", model);
    }
  }

  private static InterpreterException refused(String rule, Archive.Model model) {
    return new InterpreterException(
        rule + ": interpreter=" + Shown.of(model.name()) + ", sha256=" + model.sha256());
  }

  private static void install(Archive.Program program, ArchiveReader reader, ProgramCache cache) {
    cache.locked(
        program.id(),
        () -> {},
        () -> {
          ProgramBundle there = cache.check(program.id()).program();
          if (there == null) {
            there = cache.install(program.id(), path -> unpack(program, reader, path));
          }
          if (!there.digest().equals(program.digest())) {
            throw new ProgramException(
                "An import must not replace another program of the same id: program_id="
                    + program.id()
                    + ", here="
                    + there.digest()
                    + ", in the archive="
                    + program.digest()
                    + "; delete "
                    + there.path()
                    + " first if that is wanted");
          }
          calibrate(there, reader.calibration(program));
          return there;
        });
  }

  /** Puts beside a program what was kept beside it; what is kept here already stays. */
  private static void calibrate(ProgramBundle program, byte @Nullable [] kept) {
    Path file = CalibrationFile.of(program);
    if (kept == null || Files.exists(file)) {
      return;
    }
    try {
      AtomicFile.write(file, kept);
      try {
        CalibrationFile.read(program);
      } catch (ProgramException e) {
        Files.delete(file);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The cache directory must be writable: file=" + file + ", cause=" + e, e);
    }
  }

  private static void unpack(Archive.Program program, ArchiveReader reader, Path path) {
    reader.unpack(program, path);
    String digest = ProgramBundle.read(path).digest();
    if (!digest.equals(program.digest())) {
      throw new ProgramException(
          "A program in an archive must have the digest that is listed: program_id="
              + program.id()
              + ", listed="
              + program.digest()
              + ", actual="
              + digest
              + "; the archive is damaged, export it again");
    }
  }
}
