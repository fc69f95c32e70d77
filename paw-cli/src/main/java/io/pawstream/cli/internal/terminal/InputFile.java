package io.pawstream.cli.internal.terminal;

import io.pawstream.rows.InputFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of rows that the command line names. Immutable; any thread.
 *
 * @param path where it is; unpacked as it is read where its name ends in {@code .gz}
 * @param format how its rows are written
 */
public record InputFile(Path path, InputFormat format) {
  private static final String PACKED = ".gz";

  /**
   * Checks that the file is there.
   *
   * @param format as it is typed; null to tell it by the ending of the name
   * @throws UsageException if it cannot be read
   */
  public static InputFile of(Path path, @Nullable String format) {
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new UsageException("the input must be a file that can be read: file=" + path);
    }
    return new InputFile(path, format == null ? byName(path) : byCode(format));
  }

  private static InputFormat byName(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(PACKED)) {
      name = name.substring(0, name.length() - PACKED.length());
    }
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      return InputFormat.JSONL;
    }
    if (name.endsWith(".csv")) {
      return InputFormat.CSV;
    }
    if (name.endsWith(".txt") || name.endsWith(".log")) {
      return InputFormat.TEXT;
    }
    throw new UsageException(
        "the format must be told by the ending .jsonl, .ndjson, .csv, .txt or .log, or by --format:"
            + " file="
            + path);
  }

  private static InputFormat byCode(String code) {
    return Arrays.stream(InputFormat.values())
        .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(code))
        .findFirst()
        .orElseThrow(
            () -> new UsageException("the format must be jsonl, csv or text: --format=" + code));
  }

  /** The content; the caller closes it. */
  public InputStream open() throws IOException {
    InputStream in = Files.newInputStream(path);
    if (!packed()) {
      return in;
    }
    try {
      return new GZIPInputStream(in, 1 << 16);
    } catch (IOException e) {
      in.close();
      throw new UsageException("a file that ends in .gz must be packed so: file=" + path, e);
    }
  }

  /** Whether {@link #open} unpacks it. */
  public boolean packed() {
    return path.toString().endsWith(PACKED);
  }

  /** Bytes of the content; 0 where that is not known. */
  public long contentBytes() {
    try {
      return packed() ? 0 : Files.size(path);
    } catch (IOException e) {
      return 0;
    }
  }
}
