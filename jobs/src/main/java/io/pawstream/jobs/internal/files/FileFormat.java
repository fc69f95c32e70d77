package io.pawstream.jobs.internal.files;

import io.pawstream.rows.InputFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the rows of a file are written. Any thread. */
public enum FileFormat {
  /** One JSON object per line. */
  JSONL("jsonl", "ndjson", "json"),
  /** Comma separated values with a header line. */
  CSV("csv"),
  /** One text per line. */
  TEXT("txt", "log", "text"),
  /** Avro's container files. */
  AVRO("avro"),
  /** Parquet. */
  PARQUET("parquet");

  private final List<String> endings;

  FileFormat(String... endings) {
    this.endings = List.of(endings);
  }

  /** The format that the name of a file tells, an ending of {@link Compression} aside; or null. */
  public static @Nullable FileFormat of(Path file) {
    String name = Compression.stripped(String.valueOf(file.getFileName()));
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    for (FileFormat format : values()) {
      if (format.endings.contains(ending)) {
        return format;
      }
    }
    return null;
  }

  /** Whether files are containers of records with a schema, which do their own packing. */
  public boolean isContainer() {
    return this == AVRO || this == PARQUET;
  }

  /** Ending of files that are written, without the dot. */
  public String ending() {
    return endings.get(0);
  }

  /** How the rows of files that are no containers are read. */
  InputFormat rows() {
    return InputFormat.valueOf(name());
  }
}
