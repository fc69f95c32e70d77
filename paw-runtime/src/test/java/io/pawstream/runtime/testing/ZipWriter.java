package io.pawstream.runtime.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes ZIP archives for tests; each header field can be made to lie. */
public final class ZipWriter {
  /** One member; change what is written with the {@code with} methods. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Member(
      String name,
      byte[] data,
      String localName,
      boolean deflated,
      int flags,
      int mode,
      int method,
      long declaredSize,
      long crc) {
    public static Member of(String name, byte[] data) {
      CRC32 crc = new CRC32();
      crc.update(data);
      return new Member(name, data, name, true, 0, 0, 8, data.length, crc.getValue());
    }

    public Member withLocalName(String value) {
      return new Member(name, data, value, deflated, flags, mode, method, declaredSize, crc);
    }

    public Member stored() {
      return new Member(name, data, localName, false, flags, mode, 0, declaredSize, crc);
    }

    public Member withFlags(int value) {
      return new Member(name, data, localName, deflated, value, mode, method, declaredSize, crc);
    }

    /** The Unix mode, with the type of file. */
    public Member withMode(int value) {
      return new Member(name, data, localName, deflated, flags, value, method, declaredSize, crc);
    }

    /** The number of the compression method; the data stays as it is. */
    public Member withMethod(int value) {
      return new Member(name, data, localName, deflated, flags, mode, value, declaredSize, crc);
    }

    public Member withDeclaredSize(long value) {
      return new Member(name, data, localName, deflated, flags, mode, method, value, crc);
    }

    public Member withCrc(long value) {
      return new Member(name, data, localName, deflated, flags, mode, method, declaredSize, value);
    }
  }

  private ZipWriter() {}

  /** A whole archive. */
  public static byte[] write(List<Member> members) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<byte[]> directory = new ArrayList<>();
    for (Member member : members) {
      byte[] packed = member.deflated() ? deflate(member.data()) : member.data();
      byte[] name = member.name().getBytes(UTF_8);
      byte[] localName = member.localName().getBytes(UTF_8);
      int offset = out.size();
      out.writeBytes(
          little(30)
              .putInt(0x04034B50)
              .putShort((short) 20)
              .put(common(member, packed.length))
              .putShort((short) localName.length)
              .putShort((short) 0)
              .array());
      out.writeBytes(localName);
      out.writeBytes(packed);
      directory.add(
          little(46 + name.length)
              .putInt(0x02014B50)
              .putShort((short) (3 << 8 | 20))
              .putShort((short) 20)
              .put(common(member, packed.length))
              .putShort((short) name.length)
              .putInt(0)
              .putInt(0)
              .putShort((short) 0)
              .putShort((short) member.mode())
              .putInt(offset)
              .put(name)
              .array());
    }
    int start = out.size();
    directory.forEach(out::writeBytes);
    out.writeBytes(
        little(22)
            .putInt(0x06054B50)
            .putInt(0)
            .putShort((short) members.size())
            .putShort((short) members.size())
            .putInt(out.size() - start)
            .putInt(start)
            .putShort((short) 0)
            .array());
    return out.toByteArray();
  }

  /** Flags, method, time, CRC-32 and sizes, alike in both headers. */
  private static byte[] common(Member member, int packedSize) {
    return little(20)
        .putShort((short) member.flags())
        .putShort((short) member.method())
        .putInt(0)
        .putInt((int) member.crc())
        .putInt(packedSize)
        .putInt((int) member.declaredSize())
        .array();
  }

  private static byte[] deflate(byte[] data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater)) {
      deflated.write(data);
    } finally {
      deflater.end();
    }
    return out.toByteArray();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
