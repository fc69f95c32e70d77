package io.pawstream.jobs.internal.files;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;

/** How a file is packed. Several packed streams in a row are one file. Any thread. */
public enum Compression {
  /** Not at all. */
  NONE(""),
  /** RFC 1952. */
  GZIP(".gz"),
  /** bzip2. */
  BZIP2(".bz2"),
  /** LZMA2 in the xz format. */
  XZ(".xz"),
  /** RFC 8878. */
  ZSTD(".zst");

  private final String ending;

  Compression(String ending) {
    this.ending = ending;
  }

  /** What the ending of a file tells. */
  public static Compression of(Path file) {
    return of(String.valueOf(file.getFileName()));
  }

  private static Compression of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (Compression one : values()) {
      if (one != NONE && lower.endsWith(one.ending)) {
        return one;
      }
    }
    return NONE;
  }

  /** The name without such an ending. */
  static String stripped(String name) {
    return name.substring(0, name.length() - of(name).ending.length());
  }

  /** Ending of packed files with the dot; empty for none. */
  public String ending() {
    return ending;
  }

  /** What is in {@code packed}; closes it with itself. */
  public InputStream unpack(InputStream packed) throws IOException {
    InputStream in = new BufferedInputStream(packed);
    return switch (this) {
      case NONE -> in;
      case GZIP -> new GzipCompressorInputStream(in, true);
      case BZIP2 -> new BZip2CompressorInputStream(in, true);
      case XZ -> new XZCompressorInputStream(in, true);
      case ZSTD -> new ZstdCompressorInputStream(in);
    };
  }

  /** A stream that packs into {@code out}; closes it with itself. */
  public OutputStream pack(OutputStream out) throws IOException {
    return new BufferedOutputStream(
        switch (this) {
          case NONE -> out;
          case GZIP -> new GzipCompressorOutputStream(out);
          case BZIP2 -> new BZip2CompressorOutputStream(out);
          case XZ -> new XZCompressorOutputStream(out);
          case ZSTD -> new ZstdCompressorOutputStream(out);
        },
        1 << 16);
  }
}
