package io.pawstream.cli.internal.label;

import io.pawstream.cli.internal.terminal.UsageException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An output file that grows beside its place and gets its name when it is whole. One thread.
 *
 * <p>Lines go into a hidden part; {@link #keep} notes in a journal how many of them are on the
 * disk. A process that ends between two notes, however it ends, leaves a part that is cut back to
 * the last note by the next, so no row is lost or doubled. Order matters: the part before the
 * journal, the journal's last note before the name.
 */
final class ResumableOutput implements AutoCloseable {
  private final Path output;
  private final Path part;
  private final Path journalFile;
  private final Map<String, String> command;
  private final FileChannel channel;
  private final OutputStream out;
  private final @Nullable Journal before;
  private long bytes;

  private ResumableOutput(
      Path output,
      Path part,
      Path journalFile,
      Map<String, String> command,
      FileChannel channel,
      @Nullable Journal before)
      throws IOException {
    this.output = output;
    this.part = part;
    this.journalFile = journalFile;
    this.command = command;
    this.channel = channel;
    this.before = before;
    this.bytes = before == null ? 0 : before.bytes();
    channel.truncate(bytes);
    channel.position(bytes);
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
  }

  /**
   * Opens it, or what an unfinished run of the same command left.
   *
   * @param command what decides the output
   * @param restart whether what was left is thrown away
   * @throws UsageException if another command left it, or another process writes it now
   */
  static ResumableOutput open(Path output, Map<String, String> command, boolean restart)
      throws IOException {
    // a link stays a link: what it points at is replaced
    Path whole = Files.exists(output) ? output.toRealPath() : output.toAbsolutePath().normalize();
    Path parent = Files.createDirectories(whole.getParent());
    Path part = parent.resolve("." + whole.getFileName() + ".part");
    Path journalFile = parent.resolve("." + whole.getFileName() + ".journal");
    FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean opened = false;
    try {
      lock(channel, output);
      if (!Files.exists(part)) {
        // the other one just ended: what is open here is its output now
        channel.close();
        return open(output, command, restart);
      }
      Journal before = restart ? null : Journal.read(journalFile);
      if (before != null) {
        before.requireSame(command, output);
        if (before.complete() && channel.size() < before.bytes()) {
          // the part had its name already when the process ended
          before = null;
        }
      }
      if (before == null) {
        Files.deleteIfExists(journalFile);
      } else if (channel.size() < before.bytes()) {
        throw new UsageException(
            "the part of an unfinished run must be as long as was noted: file="
                + part
                + ", bytes="
                + channel.size()
                + ", noted="
                + before.bytes()
                + "; --restart begins anew");
      }
      ResumableOutput result =
          new ResumableOutput(whole, part, journalFile, command, channel, before);
      opened = true;
      return result;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  private static void lock(FileChannel channel, Path output) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new UsageException(
          "only one process may write an output: --output="
              + output
              + "; wait for the other one, or name another file");
    }
  }

  /** What an unfinished run came to; null where there was none. */
  @Nullable Journal before() {
    return before;
  }

  void write(byte[] line) throws IOException {
    out.write(line);
    out.write('\n');
    bytes += line.length + 1L;
  }

  /** Notes that the lines of this many rows are on the disk. */
  void keep(long rows, Map<String, Map<String, Long>> counts) throws IOException {
    note(rows, false, counts);
  }

  /** Gives the whole output its name; an older file of this name is replaced at once. */
  void publish(long rows, Map<String, Map<String, Long>> counts) throws IOException {
    note(rows, true, counts);
    Files.move(part, output, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(journalFile);
  }

  private void note(long rows, boolean complete, Map<String, Map<String, Long>> counts)
      throws IOException {
    out.flush();
    channel.force(false);
    new Journal(command, rows, bytes, complete, counts).write(journalFile);
  }

  /** Lets go of the files; what was not noted is cut off by the next run. Idempotent. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
