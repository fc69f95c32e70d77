package io.pawstream.runtime.program.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and checks the central directory of a bundle against its local headers.
 *
 * <p>The JDK's {@code ZipFile} shows neither Unix modes nor local headers. A check of our own in
 * front of it would read the archive a second way, and what two readers see differently is what an
 * attacker looks for; so this one reading serves both. Layout: APPNOTE 4.3, without ZIP64, several
 * disks and encryption, which a bundle of at most 256 MiB does not need.
 */
final class ZipDirectory {
  private static final int MAX_MEMBERS = 256;
  private static final long MAX_UNPACKED_BYTES = 512L << 20;

  private static final int END = 0x06054B50;
  private static final int END_BYTES = 22;
  private static final int CENTRAL = 0x02014B50;
  private static final int CENTRAL_BYTES = 46;
  private static final int LOCAL = 0x04034B50;
  private static final int LOCAL_BYTES = 30;
  private static final int MAX_COMMENT = 0xFFFF;

  /** Room for names and extra fields of 4 KiB per member. */
  private static final int MAX_DIRECTORY_BYTES = 1 << 20;

  /** Flags: encrypted, strong encryption, masked local headers. */
  private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;

  private static final int SIZES_FOLLOW = 1 << 3;
  private static final int NAME_IS_UTF8 = 1 << 11;

  /** The flags that change how a member is read. */
  private static final int FLAGS = ENCRYPTED | SIZES_FOLLOW | NAME_IS_UTF8;

  private static final int MODE_TYPE = 0170000;
  private static final int MODE_FILE = 0100000;
  private static final int MODE_DIRECTORY = 0040000;

  private final FileChannel channel;
  private final long fileSize;

  ZipDirectory(FileChannel channel) throws IOException {
    this.channel = channel;
    this.fileSize = channel.size();
  }

  /** The members by normalised name, in the order of the directory. */
  Map<String, ZipMember> read() throws IOException {
    long endAt = findEnd();
    ByteBuffer end = bytes(endAt, END_BYTES);
    int count = u16(end, 10);
    long size = u32(end, 12);
    long offset = u32(end, 16);
    if (u16(end, 4) != 0 || u16(end, 6) != 0 || u16(end, 8) != count) {
      throw new IOException("A bundle must be one archive, not a part of several");
    }
    if (count > MAX_MEMBERS) {
      throw new IOException(
          "A bundle may have at most " + MAX_MEMBERS + " members: members=" + count);
    }
    if (offset + size != endAt) {
      throw new IOException(
          "The central directory must end where the end record begins: offset="
              + offset
              + ", size="
              + size
              + ", end record="
              + endAt
              + "; ZIP64 and data around the archive are not read");
    }
    if (size > MAX_DIRECTORY_BYTES) {
      throw new IOException(
          "The central directory may have at most " + MAX_DIRECTORY_BYTES + " bytes: size=" + size);
    }
    return members(bytes(offset, (int) size), count, offset);
  }

  /** The end record is the last one whose comment ends with the file. */
  private long findEnd() throws IOException {
    int length = (int) Math.min(fileSize, END_BYTES + MAX_COMMENT);
    ByteBuffer tail = bytes(fileSize - length, length);
    for (int at = length - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END && at + END_BYTES + u16(tail, at + 20) == length) {
        return fileSize - length + at;
      }
    }
    throw new IOException("A ZIP archive must have an end record; the file is cut off");
  }

  private Map<String, ZipMember> members(ByteBuffer directory, int count, long dataEnd)
      throws IOException {
    Map<String, ZipMember> members = new LinkedHashMap<>();
    MemberRanges ranges = new MemberRanges(dataEnd);
    long unpacked = 0;
    for (int i = 0; i < count; i++) {
      if (directory.remaining() < CENTRAL_BYTES) {
        throw cutOff();
      }
      ByteBuffer entry = directory.slice().order(ByteOrder.LITTLE_ENDIAN);
      int nameLength = u16(entry, 28);
      int length = CENTRAL_BYTES + nameLength + u16(entry, 30) + u16(entry, 32);
      if (entry.getInt(0) != CENTRAL || length > entry.remaining()) {
        throw cutOff();
      }
      directory.position(directory.position() + length);
      byte[] rawName = new byte[nameLength];
      entry.get(CENTRAL_BYTES, rawName);
      ZipMember member = member(entry, rawName, ranges);
      if (members.put(member.name(), member) != null) {
        throw new IOException(
            "A bundle member may stand only once: name=" + Shown.of(member.name()));
      }
      unpacked += member.size();
    }
    if (directory.hasRemaining()) {
      throw cutOff();
    }
    if (unpacked > MAX_UNPACKED_BYTES) {
      throw new IOException(
          "A bundle may unpack to at most " + MAX_UNPACKED_BYTES + " bytes: declared=" + unpacked);
    }
    ranges.requireDisjoint();
    return members;
  }

  private ZipMember member(ByteBuffer entry, byte[] rawName, MemberRanges ranges)
      throws IOException {
    int flags = u16(entry, 8);
    String rawText = new String(rawName, (flags & NAME_IS_UTF8) != 0 ? UTF_8 : ISO_8859_1);
    String name = MemberName.normalise(rawText);
    if ((flags & ENCRYPTED) != 0) {
      throw broken(name, "must not be encrypted");
    }
    int method = u16(entry, 10);
    if (method != 0 && method != 8) {
      throw broken(name, "must be stored or deflated, method=" + method);
    }
    int type = u16(entry, 40) & MODE_TYPE;
    if (type != 0 && type != MODE_FILE && type != MODE_DIRECTORY) {
      throw broken(
          name,
          "must be a file or directory, no link or device, Unix type=0"
              + Integer.toOctalString(type));
    }
    boolean directory = rawText.endsWith("/") || type == MODE_DIRECTORY;
    long packedSize = u32(entry, 20);
    long size = u32(entry, 24);
    if (method == 0 && packedSize != size) {
      throw broken(name, "that is stored must be as long as its data");
    }
    long offset = dataOffset(entry, rawName, name);
    ranges.add(u32(entry, 42), offset + packedSize, name);
    return new ZipMember(name, directory, method == 8, offset, packedSize, size, u32(entry, 16));
  }

  /** Where the packed bytes begin; the local header must say the same as the directory. */
  private long dataOffset(ByteBuffer entry, byte[] rawName, String name) throws IOException {
    long at = u32(entry, 42);
    ByteBuffer local = bytes(at, LOCAL_BYTES);
    int nameLength = u16(local, 26);
    boolean same =
        local.getInt(0) == LOCAL
            && (u16(local, 6) & FLAGS) == (u16(entry, 8) & FLAGS)
            && u16(local, 8) == u16(entry, 10)
            && nameLength == rawName.length
            && bytes(at + LOCAL_BYTES, nameLength).equals(ByteBuffer.wrap(rawName));
    boolean later = (u16(local, 6) & SIZES_FOLLOW) != 0;
    // CRC, packed size, size: 14, 18, 22 here are 16, 20, 24 in the directory
    for (int field = 14; field <= 22; field += 4) {
      long value = u32(local, field);
      same &= value == u32(entry, field + 2) || (later && value == 0);
    }
    if (!same) {
      throw broken(name, "must be described alike in its local header and the central directory");
    }
    return at + LOCAL_BYTES + nameLength + u16(local, 28);
  }

  private ByteBuffer bytes(long position, int length) throws IOException {
    if (position + length > fileSize) {
      throw cutOff();
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw cutOff();
      }
    }
    return bytes.flip();
  }

  private static int u16(ByteBuffer from, int at) {
    return from.getShort(at) & 0xFFFF;
  }

  private static long u32(ByteBuffer from, int at) {
    return from.getInt(at) & 0xFFFF_FFFFL;
  }

  private static IOException cutOff() {
    return new IOException(
        "The central directory of a ZIP archive must describe members inside the file;"
            + " the file is cut off or damaged");
  }

  private static IOException broken(String name, String rule) {
    return new IOException("A bundle member " + rule + ": name=" + Shown.of(name));
  }
}
