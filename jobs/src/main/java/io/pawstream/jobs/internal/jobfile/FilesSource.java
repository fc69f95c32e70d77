package io.pawstream.jobs.internal.jobfile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files that a job reads. Immutable; any thread.
 *
 * @param paths files, directories and patterns, at least one
 * @param format of all files; null to tell it by their endings
 * @param field field with the text; null for lines of text
 */
public record FilesSource(List<String> paths, @Nullable Format format, @Nullable String field) {

  /** How rows are written. */
  public enum Format {
    /** One JSON object per line. */
    @JsonProperty("jsonl")
    JSONL,
    /** Comma separated values with a header line. */
    @JsonProperty("csv")
    CSV,
    /** One text per line. */
    @JsonProperty("text")
    TEXT,
    /** Avro's container files. */
    @JsonProperty("avro")
    AVRO,
    /** Parquet. */
    @JsonProperty("parquet")
    PARQUET
  }

  /** Checks the values. */
  public FilesSource(
      @JsonProperty("paths") @Nullable List<String> paths,
      @JsonProperty("format") @Nullable Format format,
      @JsonProperty("field") @Nullable String field) {
    this.paths = Values.some("source.files.paths", paths);
    this.format = format;
    this.field = Values.textOrNull(field);
  }
}
