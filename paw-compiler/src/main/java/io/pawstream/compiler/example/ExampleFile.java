package io.pawstream.compiler.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Reads files of examples: JSON lines with the members {@code input} and {@code output}, or CSV
 * with a header line that names both. Other members and columns are ignored, blank lines skipped.
 * UTF-8; a byte order mark at the beginning is left out. Any thread.
 */
public final class ExampleFile {
  static final String INPUT = "input";
  static final String OUTPUT = "output";
  private static final long MAX_BYTES = 256L << 20;

  private ExampleFile() {}

  /**
   * Reads a file.
   *
   * @param file its ending says the format: {@code .jsonl}, {@code .ndjson} or {@code .csv}
   * @throws ExampleException if it cannot be read or a line breaks a rule; the message names the
   *     line and never its text
   */
  public static List<Example> read(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    boolean csv = name.endsWith(".csv");
    if (!csv && !name.endsWith(".jsonl") && !name.endsWith(".ndjson")) {
      throw new ExampleException(
          "A file of examples must end in .jsonl, .ndjson or .csv: file=" + file);
    }
    try {
      String text = text(file);
      return csv ? CsvExamples.read(text) : JsonExamples.read(text);
    } catch (ExampleException e) {
      throw new ExampleException("Examples " + file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ExampleException(
          "A file of examples must be readable: file=" + file + ", cause=" + e, e);
    }
  }

  private static String text(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new ExampleException(
          "the file must exist and be a file: found="
              + (Files.exists(file) ? "no regular file" : "nothing"));
    }
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new ExampleException(
          "the file must have at most " + MAX_BYTES + " bytes: bytes=" + size);
    }
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
    CharBuffer out = CharBuffer.allocate(in.remaining());
    CharsetDecoder decoder = UTF_8.newDecoder();
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw new ExampleException("the file must be UTF-8: line=" + line(in));
    }
    String text = out.flip().toString();
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** The line that a buffer's position is in. */
  private static int line(ByteBuffer in) {
    int line = 1;
    for (int i = 0; i < in.position(); i++) {
      if (in.get(i) == '\n') {
        line++;
      }
    }
    return line;
  }
}
