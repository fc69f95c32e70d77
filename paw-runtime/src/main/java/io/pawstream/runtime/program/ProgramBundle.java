package io.pawstream.runtime.program;

import io.pawstream.runtime.files.internal.Sha256;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.program.internal.ProgramFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;

/**
 * A program as it lies on disk, read and checked: a {@code .paw} bundle, or a directory with its
 * three files. Holds no adapter weights. Immutable; any thread.
 *
 * @param path the bundle or directory
 * @param name file name without {@code .paw}, directory name, or the slug it was pulled by
 * @param meta what its metadata says
 * @param template the text around the input
 * @param adapter the header of its adapter; checked against an interpreter by {@link AdapterCheck}
 * @param adapterSha256 SHA-256 of {@code adapter.gguf}, lower-case hex
 * @param digest its identity, see {@link ProgramDigest}
 */
public record ProgramBundle(
    Path path,
    String name,
    ProgramMeta meta,
    Template template,
    GgufHeader adapter,
    String adapterSha256,
    String digest) {
  private static final String ADAPTER = "adapter.gguf";
  private static final String TEMPLATE = "prompt_template.txt";
  private static final String META = "meta.json";
  private static final String ENDING = ".paw";

  /** The least an adapter can have, by the rules of the PAW SDK. */
  private static final long MIN_ADAPTER_BYTES = 1024;

  private static final long MAX_TEXT_BYTES = 1 << 20;

  /** Its own label set, in order; empty for free text. */
  public List<String> labels() {
    LabelSet own = meta.labels();
    return own == null ? List.of() : own.labels();
  }

  /**
   * Reads a program. Nothing is written to disk, and no more than a megabyte of it stays in memory.
   *
   * @param path a {@code .paw} bundle of version 3 or 4, or a directory as the PAW SDK keeps it
   * @throws ProgramException if it is not there, cannot be read or breaks a rule
   */
  public static ProgramBundle read(Path path) {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new ProgramException(
          "A program must exist: path=" + path + "; write the path of a .paw file");
    }
    try (ProgramFiles files = ProgramFiles.open(path)) {
      ProgramMeta meta = ProgramMeta.parse(text(files, META));
      Template template = Template.parse(text(files, TEMPLATE));
      long size = adapterSize(files);
      MessageDigest hash = Sha256.start();
      GgufHeader adapter;
      try (InputStream in = new DigestInputStream(files.open(ADAPTER), hash)) {
        adapter = GgufHeader.read(in, size, GgufLimits.ADAPTER);
        in.transferTo(OutputStream.nullOutputStream());
      }
      String adapterSha256 = Sha256.hex(hash.digest());
      String digest = ProgramDigest.of(adapterSha256, template, meta);
      return new ProgramBundle(path, name(path), meta, template, adapter, adapterSha256, digest);
    } catch (IOException | ProgramException e) {
      throw new ProgramException("Program " + path + ": " + e.getMessage(), e);
    }
  }

  /** The same under another name. */
  public ProgramBundle withName(String value) {
    return new ProgramBundle(path, value, meta, template, adapter, adapterSha256, digest);
  }

  /**
   * Writes the adapter to a new file, for native code to load. The caller deletes it afterwards.
   *
   * @param target does not exist yet, in a directory that only this user may write
   * @throws ProgramException if the program has changed since it was read, or a file cannot be read
   *     or written; nothing is left at {@code target} then
   */
  public void writeAdapter(Path target) {
    try {
      OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW);
      boolean whole = false;
      try (out) {
        copyAdapter(out);
        whole = true;
      } finally {
        if (!whole) {
          Files.deleteIfExists(target);
        }
      }
    } catch (IOException e) {
      throw new ProgramException("Program " + path + ": " + e.getMessage(), e);
    }
  }

  private void copyAdapter(OutputStream out) throws IOException {
    MessageDigest hash = Sha256.start();
    try (ProgramFiles files = ProgramFiles.open(path);
        InputStream in = new DigestInputStream(files.open(ADAPTER), hash)) {
      in.transferTo(out);
    }
    String actual = Sha256.hex(hash.digest());
    if (!actual.equals(adapterSha256)) {
      throw new IOException(
          "The adapter must not change while the program is in use: read="
              + adapterSha256
              + ", now="
              + actual
              + "; load the program again");
    }
  }

  private static long adapterSize(ProgramFiles files) throws IOException {
    long size = files.size(ADAPTER);
    if (size < MIN_ADAPTER_BYTES || size > GgufLimits.ADAPTER.maxFileBytes()) {
      throw new IOException(
          ADAPTER
              + " must have "
              + MIN_ADAPTER_BYTES
              + " to "
              + GgufLimits.ADAPTER.maxFileBytes()
              + " bytes: size="
              + size);
    }
    return size;
  }

  private static byte[] text(ProgramFiles files, String name) throws IOException {
    long size = files.size(name);
    if (size < 1 || size > MAX_TEXT_BYTES) {
      throw new IOException(name + " must have 1 to " + MAX_TEXT_BYTES + " bytes: size=" + size);
    }
    try (InputStream in = files.open(name)) {
      return in.readAllBytes();
    }
  }

  private static String name(Path path) {
    Path last = path.toAbsolutePath().normalize().getFileName();
    String name = last == null ? "" : last.toString();
    return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
  }
}
