package io.pawstream.jobs.internal.files;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How files are written. Immutable, serializable; any thread.
 *
 * @param location the file, or the directory where {@code directory} says so; absolute
 * @param directory whether there is a file for each one that is read
 * @param format how rows are written; null for the format of the file that is read, JSON lines for
 *     text
 * @param compression how files are packed; null for the usual way of their format
 * @param partition how rows are spread over directories; null for not at all
 * @param failedRows file or directory of the rows with failures, absolute; null to keep them among
 *     the others
 */
public record OutputSpec(
    String location,
    boolean directory,
    @Nullable FileFormat format,
    @Nullable Compression compression,
    @Nullable Partition partition,
    @Nullable String failedRows)
    implements Serializable {

  /**
   * What decides on the directory of a row.
   *
   * @param name name of the directories, before the equals sign
   * @param program index of the program whose label it is; -1 for none
   * @param field index among the expected fields of the field whose value it is; -1 for none
   */
  public record Partition(String name, int program, int field) implements Serializable {}

  /** The format of what is written for {@code file}. */
  public FileFormat formatFor(InputFile file) {
    if (format != null) {
      return format;
    }
    return file.format() == FileFormat.TEXT ? FileFormat.JSONL : file.format();
  }

  /** The path below the directory of what is written for {@code file}. */
  public String nameFor(InputFile file) {
    FileFormat written = formatFor(file);
    String name = Compression.stripped(file.name());
    if (FileFormat.of(Path.of(name)) != written) {
      name += "." + written.ending();
    }
    return compression == null || written.isContainer() ? name : name + compression.ending();
  }

  /** Why a file cannot be written as the output wants it; null where it can. */
  public static @Nullable String problem(InputFile file, OutputSpec output) {
    FileFormat from = file.format();
    FileFormat to = output.formatFor(file);
    if (to == FileFormat.PARQUET) {
      try {
        RowOutputs.parquetCodec(output.compression());
      } catch (IllegalArgumentException e) {
        return e.getMessage();
      }
    }
    if (to == FileFormat.TEXT) {
      return "text has no place for answers; write jsonl";
    }
    if (to == FileFormat.JSONL || from == to || (from.isContainer() && to.isContainer())) {
      return null;
    }
    return "rows of "
        + from.name().toLowerCase(Locale.ROOT)
        + " have no schema to be written so; write jsonl"
        + (from == FileFormat.CSV ? " or csv" : from.isContainer() ? ", avro or parquet" : "");
  }
}
