package io.pawstream.jobs.internal.files;

import io.pawstream.rows.Json;
import io.pawstream.runtime.answer.Outcome;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows with failures as lines of JSON: where they were, what their text was, the whole row. */
final class FailedRows implements Closeable {
  private final String file;
  private final RowJson json;
  private final Writer out;

  FailedRows(InputFile file, RowJson json, Writer out) {
    this.file = file.name();
    this.json = json;
    this.out = out;
  }

  void write(FileRow row, List<@Nullable Outcome> outcomes) throws IOException {
    StringBuilder line = new StringBuilder(400);
    line.append("{\"file\":").append(Json.string(file));
    line.append(",\"row\":").append(row.row().number());
    String input = row.row().input();
    if (input != null) {
      byte[] text = input.getBytes(StandardCharsets.UTF_8);
      line.append(",\"text_bytes\":").append(text.length);
      line.append(",\"text_sha256\":\"").append(sha256(text)).append('"');
    }
    line.append(",\"record\":").append(json.of(row, outcomes)).append("}\n");
    out.append(line);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** 64 hex digits. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
