package io.pawstream.runtime.files.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A private directory of what can be computed again: files by key, each with its own digest, of a
 * bounded size together. Any thread, and any number of processes on one directory.
 *
 * <p>A file appears whole or not at all. One that is not whole, or was made for another key, counts
 * as absent and is deleted; beyond the bound those go that were not used for longest.
 */
public final class BoundedFiles {
  private static final byte[] MAGIC = "PAWKEEP1".getBytes(US_ASCII);
  private static final int DIGEST_BYTES = 32;

  /** Magic, key, digest of the content, its length. */
  private static final int HEADER_BYTES = MAGIC.length + 2 * DIGEST_BYTES + Long.BYTES;

  private static final int PIECE = 1 << 20;
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
  private static final String STAGING = ".staging-";

  private final Path directory;
  private final String ending;
  private final long most;
  private final String cure;

  /**
   * Touches no file yet.
   *
   * @param ending of the files' names
   * @param most bytes of all files together
   * @param cure what a user can do when the directory cannot be used, as the end of a sentence
   */
  public BoundedFiles(Path directory, String ending, long most, String cure) {
    this.directory = directory.toAbsolutePath().normalize();
    this.ending = ending;
    this.most = most;
    this.cure = cure;
  }

  /** Where the file of a key is, whether or not it is there. */
  public Path file(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "a key is 64 lower-case hex digits of SHA-256: key=" + key);
    }
    return directory.resolve(key + ending);
  }

  /**
   * Reads what is kept for a key and checks it.
   *
   * @param target makes the buffer for so many bytes; what is in it counts only if true is returned
   * @return whether it is there and whole
   * @throws IOException if the directory is not private, or cannot be read
   */
  public boolean read(String key, LongFunction<ByteBuffer> target) throws IOException {
    Path file = file(key);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    PrivateDirectory.require(directory, cure);
    boolean whole;
    try (FileChannel in =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      whole = read(in, key, target);
    }
    if (whole) {
      touch(file);
    } else {
      Files.deleteIfExists(file);
    }
    return whole;
  }

  private static boolean read(FileChannel in, String key, LongFunction<ByteBuffer> target)
      throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    if (!fill(in, header)) {
      return false;
    }
    byte[] magic = bytes(header.flip(), MAGIC.length);
    byte[] madeFor = bytes(header, DIGEST_BYTES);
    byte[] digest = bytes(header, DIGEST_BYTES);
    long length = header.getLong();
    if (!Arrays.equals(magic, MAGIC)
        || !Arrays.equals(madeFor, HexFormat.of().parseHex(key))
        || length < 1
        || length > Integer.MAX_VALUE
        || in.size() != HEADER_BYTES + length) {
      return false;
    }
    ByteBuffer content = target.apply(length);
    MessageDigest hash = Sha256.start();
    for (int from = 0; from < length; from += PIECE) {
      ByteBuffer piece = content.slice(from, (int) Math.min(PIECE, length - from));
      if (!fill(in, piece)) {
        return false;
      }
      hash.update(piece.flip());
    }
    return MessageDigest.isEqual(hash.digest(), digest);
  }

  private static boolean fill(FileChannel in, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (in.read(buffer) < 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] bytes(ByteBuffer buffer, int count) {
    byte[] bytes = new byte[count];
    buffer.get(bytes);
    return bytes;
  }

  /**
   * Keeps what belongs to a key, if it is within the bound.
   *
   * @param content from its position to its limit, both left as they are
   * @throws IOException if the directory is not private, or cannot be written
   */
  public void write(String key, ByteBuffer content) throws IOException {
    Path file = file(key);
    long size = HEADER_BYTES + (long) content.remaining();
    if (size > most || !content.hasRemaining()) {
      return;
    }
    PrivateDirectory.require(directory, cure);
    FileTree.removeAbandoned(directory, name -> name.startsWith(STAGING));
    makeRoom(most - size, file);
    Path staging = directory.resolve(STAGING + UUID.randomUUID());
    try {
      try (FileChannel out =
          FileChannel.open(
              staging,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PrivateDirectory.fileAttributes(staging))) {
        // no force: what a power cut leaves has not its digest
        ByteBuffer header =
            ByteBuffer.allocate(HEADER_BYTES)
                .put(MAGIC)
                .put(HexFormat.of().parseHex(key))
                .put(digest(content))
                .putLong(content.remaining())
                .flip();
        drain(out, header);
        drain(out, content.duplicate());
      }
      Files.move(staging, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(staging);
    }
  }

  private static byte[] digest(ByteBuffer content) {
    MessageDigest hash = Sha256.start();
    hash.update(content.duplicate());
    return hash.digest();
  }

  private static void drain(FileChannel out, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }

  private record Kept(Path file, long bytes, FileTime used) {}

  /** Deletes those not used for longest until no more than {@code room} bytes are left. */
  private void makeRoom(long room, Path replaced) throws IOException {
    List<Kept> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().endsWith(ending) && !file.equals(replaced)) {
          try {
            all.add(new Kept(file, Files.size(file), Files.getLastModifiedTime(file)));
          } catch (IOException e) {
            // another process has deleted it just now
            continue;
          }
        }
      }
    }
    all.sort(Comparator.comparing(Kept::used));
    long bytes = all.stream().mapToLong(Kept::bytes).sum();
    for (Kept oldest : all) {
      if (bytes <= room) {
        return;
      }
      Files.deleteIfExists(oldest.file());
      bytes -= oldest.bytes();
    }
  }

  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // a directory that may only be read is as good
      return;
    }
  }
}
