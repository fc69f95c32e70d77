package io.pawstream.runtime.store.internal;

import io.pawstream.runtime.files.internal.Sha256;
import io.pawstream.runtime.interpreter.InterpreterException;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.program.internal.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive that may come from anybody: only members that it must have, each once, sizes
 * counted while reading. One thread.
 */
public final class ArchiveReader implements AutoCloseable {
  /** More than any adapter may have. */
  private static final long MAX_PROGRAM_FILE = 256L << 20;

  private static final int MAX_CALIBRATION = 8 << 20;

  private final Path file;
  private final ZipFile zip;
  private final Archive archive;

  /**
   * Opens it and reads what it holds.
   *
   * @throws ProgramException if it is no archive or holds something else
   */
  public ArchiveReader(Path file) {
    this.file = file;
    ZipFile opened = null;
    try {
      opened = new ZipFile(file.toFile());
      this.zip = opened;
      ZipEntry about = opened.getEntry(Archive.NAME);
      if (about == null) {
        throw new ProgramException(
            "An archive must have been written by an export: archive="
                + file
                + ", missing="
                + Archive.NAME
                + "; a .paw file needs no import, name its path");
      }
      try (InputStream in = opened.getInputStream(about)) {
        byte[] json = in.readNBytes(Archive.MAX_BYTES + 1);
        if (json.length > Archive.MAX_BYTES) {
          throw new ProgramException(
              Archive.NAME + " must have at most " + Archive.MAX_BYTES + " bytes: archive=" + file);
        }
        this.archive = Archive.parse(json);
      }
      requireMembers();
    } catch (IOException e) {
      close(opened);
      throw unreadable(e);
    } catch (RuntimeException e) {
      close(opened);
      throw e;
    }
  }

  public Archive archive() {
    return archive;
  }

  private void requireMembers() {
    Set<String> wanted = new HashSet<>(Set.of(Archive.NAME));
    for (Archive.Program program : archive.programs()) {
      files(program).forEach(name -> wanted.add(member(program, name)));
    }
    archive.models().forEach(model -> wanted.add(member(model)));
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      String name = entries.nextElement().getName();
      if (!wanted.remove(name)) {
        throw new ProgramException(
            "An archive must hold what it lists and nothing twice: archive="
                + file
                + ", member="
                + Shown.of(name));
      }
    }
    if (!wanted.isEmpty()) {
      throw new ProgramException(
          "An archive must hold all that it lists: archive="
              + file
              + ", missing="
              + Shown.of(wanted.iterator().next()));
    }
  }

  /** Unpacks a program into a new directory; nothing of it is checked but its sizes. */
  public void unpack(Archive.Program program, Path directory) {
    try {
      Files.createDirectory(directory);
      for (String name : ProgramCache.FILES) {
        try (InputStream in = open(member(program, name));
            OutputStream out =
                Files.newOutputStream(directory.resolve(name), StandardOpenOption.CREATE_NEW)) {
          copy(in, out, MAX_PROGRAM_FILE, name);
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** What was kept beside a program; null where that was nothing. */
  public byte @Nullable [] calibration(Archive.Program program) {
    if (!program.calibrated()) {
      return null;
    }
    try (InputStream in = open(member(program, Archive.CALIBRATION))) {
      byte[] json = in.readNBytes(MAX_CALIBRATION + 1);
      if (json.length > MAX_CALIBRATION) {
        throw new IOException(
            Archive.CALIBRATION + " must have at most " + MAX_CALIBRATION + " bytes");
      }
      return json;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static List<String> files(Archive.Program program) {
    List<String> files = new ArrayList<>(ProgramCache.FILES);
    if (program.calibrated()) {
      files.add(Archive.CALIBRATION);
    }
    return files;
  }

  /**
   * Unpacks an interpreter into a new file.
   *
   * @throws InterpreterException if it has another size or digest than the archive lists
   */
  public void unpack(Archive.Model model, Path target) {
    MessageDigest hash = Sha256.start();
    try (InputStream in = open(member(model));
        OutputStream out =
            new DigestOutputStream(
                Files.newOutputStream(target, StandardOpenOption.CREATE_NEW), hash)) {
      copy(in, out, model.size(), model.file());
    } catch (IOException e) {
      throw unreadable(e);
    }
    String actual = Sha256.hex(hash.digest());
    if (!actual.equals(model.sha256())) {
      throw new InterpreterException(
          "An interpreter in an archive must have its pinned digest: archive="
              + file
              + ", pinned=sha256:"
              + model.sha256()
              + ", actual=sha256:"
              + actual
              + "; the archive is damaged, export it again");
    }
  }

  private static String member(Archive.Program program, String name) {
    return "programs/" + program.id() + "/" + name;
  }

  private static String member(Archive.Model model) {
    return "base_models/" + model.file();
  }

  private InputStream open(String name) throws IOException {
    InputStream in = zip.getInputStream(zip.getEntry(name));
    if (in == null) {
      throw new ZipException("missing " + name);
    }
    return in;
  }

  private static void copy(InputStream in, OutputStream out, long most, String name)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      bytes += n;
      if (bytes > most) {
        throw new IOException(name + " must have at most " + most + " bytes");
      }
      out.write(buffer, 0, n);
    }
  }

  private UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException(
        "An archive must be a readable ZIP file, and the cache directory writable: archive="
            + file
            + ", cause="
            + e.getMessage(),
        e);
  }

  private static void close(@Nullable ZipFile zip) {
    if (zip != null) {
      try {
        zip.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    close(zip);
  }
}
