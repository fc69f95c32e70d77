package io.pawstream.jobs.internal.jobfile;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Files that a job writes. Immutable; any thread.
 *
 * @param path the file, or the directory where several are read
 * @param format how rows are written; null as the command does it without the option
 * @param compress how files are packed; null as the command does it without the option
 * @param partitionBy program or field whose values are directories; null for none
 * @param failedRows file or directory of the rows with failures; null to keep them among the others
 */
public record FilesSink(
    String path,
    @Nullable Format format,
    @Nullable Compress compress,
    @Nullable String partitionBy,
    @Nullable String failedRows) {

  /** How rows are written. */
  public enum Format {
    /** One JSON object per line. */
    @JsonProperty("jsonl")
    JSONL,
    /** Comma separated values with a header line. */
    @JsonProperty("csv")
    CSV,
    /** Avro's container files. */
    @JsonProperty("avro")
    AVRO,
    /** Parquet. */
    @JsonProperty("parquet")
    PARQUET
  }

  /** How files are packed. */
  public enum Compress {
    /** Not at all. */
    @JsonProperty("none")
    NONE,
    /** gzip, Avro's deflate. */
    @JsonProperty("gzip")
    GZIP,
    /** bzip2. */
    @JsonProperty("bzip2")
    BZIP2,
    /** xz. */
    @JsonProperty("xz")
    XZ,
    /** Zstandard. */
    @JsonProperty("zstd")
    ZSTD
  }

  /** Checks the values. */
  public FilesSink(
      @JsonProperty("path") @Nullable String path,
      @JsonProperty("format") @Nullable Format format,
      @JsonProperty("compress") @Nullable Compress compress,
      @JsonProperty("partition-by") @Nullable String partitionBy,
      @JsonProperty("failed-rows") @Nullable String failedRows) {
    this.path = Values.required("sink.files.path", path);
    this.format = format;
    this.compress = compress;
    this.partitionBy = Values.textOrNull(partitionBy);
    this.failedRows = Values.textOrNull(failedRows);
  }
}
