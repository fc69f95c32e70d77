package io.pawstream.runtime.store.internal;

import io.pawstream.runtime.program.CalibrationFile;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.internal.ProgramFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes an archive, whole or not at all. */
public final class ArchiveWriter {
  private ArchiveWriter() {}

  /**
   * Writes it; what is there is replaced.
   *
   * @param programs by id
   * @param models files by name
   */
  public static void write(
      Path target, Archive archive, Map<String, ProgramBundle> programs, Map<String, Path> models) {
    Path absolute = target.toAbsolutePath();
    Path staging =
        absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (ZipOutputStream zip =
          new ZipOutputStream(Files.newOutputStream(staging, StandardOpenOption.CREATE_NEW))) {
        // weights do not become smaller
        zip.setLevel(Deflater.NO_COMPRESSION);
        begin(zip, Archive.NAME);
        zip.write(archive.toJson());
        for (Archive.Program program : archive.programs()) {
          write(zip, program, Objects.requireNonNull(programs.get(program.id())));
        }
        for (Map.Entry<String, Path> model : models.entrySet()) {
          begin(zip, "base_models/" + model.getKey());
          Files.copy(model.getValue(), zip);
        }
      }
      Files.move(staging, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "An archive must be writable: archive=" + target + ", cause=" + e, e);
    } finally {
      delete(staging);
    }
  }

  private static void write(ZipOutputStream zip, Archive.Program listed, ProgramBundle program)
      throws IOException {
    String directory = "programs/" + listed.id() + "/";
    try (ProgramFiles files = ProgramFiles.open(program.path())) {
      for (String name : ProgramCache.FILES) {
        begin(zip, directory + name);
        try (InputStream in = files.open(name)) {
          in.transferTo(zip);
        }
      }
    }
    if (listed.calibrated()) {
      begin(zip, directory + Archive.CALIBRATION);
      Files.copy(CalibrationFile.of(program), zip);
    }
  }

  private static void begin(ZipOutputStream zip, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    // equal programs make equal archives; 1980 is where ZIP begins
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
    zip.putNextEntry(entry);
  }

  private static void delete(Path staging) {
    try {
      Files.deleteIfExists(staging);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
