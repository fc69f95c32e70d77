package io.pawstream.runtime.program.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** A program packed as a {@code .paw} bundle: a ZIP archive that is never unpacked to disk. */
final class BundleFiles implements ProgramFiles {
  private static final long MAX_PACKED_BYTES = 256L << 20;
  private static final int ZIP = 0x504B0304;
  private static final int EMPTY_ZIP = 0x504B0506;
  private static final int VERSION_2 = 0x50415702;
  private static final int GGUF = 0x47475546;

  private final FileChannel channel;
  private final Map<String, ZipMember> members;

  BundleFiles(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      if (channel.size() > MAX_PACKED_BYTES) {
        throw new IOException(
            "A bundle may have at most " + MAX_PACKED_BYTES + " bytes: size=" + channel.size());
      }
      requireZip(channel);
      members = new ZipDirectory(channel).read();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void requireZip(FileChannel channel) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(4);
    while (head.hasRemaining() && channel.read(head, head.position()) > 0) {}
    if (head.hasRemaining()) {
      throw new IOException(
          "A bundle must be a ZIP archive: size=" + channel.size() + "; the file is cut off");
    }
    switch (head.getInt(0)) {
      case ZIP -> {}
      case EMPTY_ZIP -> throw new IOException("A bundle must not be empty: members=0");
      case VERSION_2 ->
          throw new IOException(
              "A bundle must be a ZIP archive: found the binary format of version 2 (PAW\\x02);"
                  + " compile the program again, or, if it holds a LoRA and no KV layers, convert"
                  + " that into adapter.gguf and pack it with prompt_template.txt and meta.json");
      case GGUF ->
          throw new IOException(
              "A bundle must be a ZIP archive: found a GGUF file; an adapter alone is no program,"
                  + " pack it with prompt_template.txt and meta.json");
      default ->
          throw new IOException(
              "A bundle must be a ZIP archive: it begins with the bytes="
                  + HexFormat.of().formatHex(head.array()));
    }
  }

  @Override
  public long size(String name) throws IOException {
    return member(name).size();
  }

  @Override
  public InputStream open(String name) throws IOException {
    ZipMember member = member(name);
    InputStream packed = new ChannelInputStream(channel, member.offset(), member.packedSize());
    InputStream plain = member.deflated() ? new RawInflaterInputStream(packed) : packed;
    return new BufferedInputStream(
        new ExactInputStream(plain, name, member.size(), member.crc()), 1 << 16);
  }

  private ZipMember member(String name) throws IOException {
    ZipMember member = members.get(name);
    if (member == null || member.directory()) {
      throw new IOException("A bundle must have the file " + name + "; it is missing");
    }
    return member;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Frees its inflater on close, which the JDK's stream does only for one of its own making. */
  private static final class RawInflaterInputStream extends InflaterInputStream {
    RawInflaterInputStream(InputStream in) {
      super(in, new Inflater(true), 1 << 16);
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }
}
