package io.pawstream.cli.internal.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.eval.JudgedRow;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a program said to each row, kept in a file of this user alone until another one has been
 * asked: memory does not grow with the rows. Written first, then read. One thread.
 */
final class SpilledRows implements RowSink, AutoCloseable {
  private final Path file = Files.createTempFile("paw-eval-", ".rows");
  private final DataOutputStream out =
      new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  private @Nullable DataInputStream in;
  private long left;

  SpilledRows() throws IOException {}

  @Override
  public void add(JudgedRow row) throws IOException {
    byte[] answered = row.answered() == null ? null : row.answered().getBytes(UTF_8);
    out.writeLong(row.number());
    out.writeDouble(row.confidence());
    out.writeLong(row.nanos());
    out.writeInt(answered == null ? -1 : answered.length);
    if (answered != null) {
      out.write(answered);
    }
    left++;
  }

  /**
   * The next row that was written.
   *
   * @param expected its right answer
   * @throws IllegalArgumentException if there is none
   */
  JudgedRow next(String expected) throws IOException {
    if (in == null) {
      out.close();
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
    }
    if (left-- == 0) {
      throw new IllegalArgumentException("both programs must be asked about the same rows");
    }
    long number = in.readLong();
    double confidence = in.readDouble();
    long nanos = in.readLong();
    int length = in.readInt();
    String answered = length < 0 ? null : new String(in.readNBytes(length), UTF_8);
    return new JudgedRow(number, expected, answered, confidence, nanos);
  }

  @Override
  public void close() throws IOException {
    out.close();
    if (in != null) {
      in.close();
    }
    Files.deleteIfExists(file);
  }
}
