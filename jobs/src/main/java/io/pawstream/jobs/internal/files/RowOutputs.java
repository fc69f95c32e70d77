package io.pawstream.jobs.internal.files;

import io.pawstream.rows.RowSpec;
import io.pawstream.runtime.answer.Outcome;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.jspecify.annotations.Nullable;

/** Opens the files that the rows of one file go to. One thread. */
final class RowOutputs {
  /** A part of a Parquet file is held in memory until it has this size. */
  private static final long ROW_GROUP_BYTES = 16L << 20;

  private static final long ROW_GROUP_BYTES_OF_PARTITIONS = 1L << 20;

  private final InputFile file;
  private final OutputSpec spec;
  private final List<String> programs;
  private final RowSpec rows;
  private @Nullable RecordDecoder decoder;

  RowOutputs(InputFile file, OutputSpec spec, List<String> programs, RowSpec rows) {
    this.file = file;
    this.spec = spec;
    this.programs = List.copyOf(programs);
    this.rows = rows;
  }

  RowOutput open(Path path) throws IOException {
    return switch (spec.formatFor(file)) {
      case JSONL, TEXT -> jsonl(path);
      case CSV -> new CsvOutput(text(path, packing()), FileRows.columns(file, rows), programs);
      case AVRO -> avro(path);
      case PARQUET -> parquet(path);
    };
  }

  /** JSON lines, whatever the format of the others. */
  FailedRows openFailed(Path path) throws IOException {
    return new FailedRows(file, json(), text(path, packing()));
  }

  private Compression packing() {
    return spec.compression() == null ? Compression.NONE : spec.compression();
  }

  private static Writer text(Path path, Compression compression) throws IOException {
    OutputStream out = Files.newOutputStream(path);
    try {
      return new OutputStreamWriter(compression.pack(out), StandardCharsets.UTF_8);
    } catch (IOException | RuntimeException e) {
      out.close();
      throw e;
    }
  }

  private RowOutput jsonl(Path path) throws IOException {
    RowJson json = json();
    Writer out = text(path, packing());
    return new RowOutput() {
      @Override
      public void write(FileRow row, List<@Nullable Outcome> outcomes) throws IOException {
        out.write(json.of(row, outcomes));
        out.write('\n');
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }

  private RowJson json() throws IOException {
    return new RowJson(programs, file.format().isContainer() ? decoder() : null);
  }

  /** Made once: it opens the file to see the schema. */
  private RecordDecoder decoder() throws IOException {
    RecordDecoder known = decoder;
    if (known == null) {
      known = RecordDecoder.of(file);
      decoder = known;
    }
    return known;
  }

  /** Where records go, one after the other. */
  @FunctionalInterface
  private interface RecordSink {
    void write(GenericRecord record) throws IOException;
  }

  private RowOutput records(AnswerSchema schema, RecordSink sink, Closeable writer)
      throws IOException {
    RecordDecoder read = decoder();
    return new RowOutput() {
      @Override
      public void write(FileRow row, List<@Nullable Outcome> outcomes) throws IOException {
        byte[] datum = Objects.requireNonNull(row.datum(), "rows of a container are records");
        sink.write(schema.of(read.decode(datum), outcomes));
      }

      @Override
      public void close() throws IOException {
        writer.close();
      }
    };
  }

  private RowOutput avro(Path path) throws IOException {
    AnswerSchema schema = new AnswerSchema(decoder().schema(), programs);
    DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema.schema()));
    writer.setCodec(codec());
    writer.create(schema.schema(), path.toFile());
    return records(schema, writer::append, writer);
  }

  private CodecFactory codec() {
    Compression compression = spec.compression();
    if (compression == null) {
      return CodecFactory.snappyCodec();
    }
    return switch (compression) {
      case NONE -> CodecFactory.nullCodec();
      case GZIP -> CodecFactory.deflateCodec(CodecFactory.DEFAULT_DEFLATE_LEVEL);
      case BZIP2 -> CodecFactory.bzip2Codec();
      case XZ -> CodecFactory.xzCodec(CodecFactory.DEFAULT_XZ_LEVEL);
      case ZSTD -> CodecFactory.zstandardCodec(CodecFactory.DEFAULT_ZSTANDARD_LEVEL);
    };
  }

  /**
   * What Parquet calls a compression.
   *
   * @throws IllegalArgumentException if it has no such codec
   */
  static CompressionCodecName parquetCodec(@Nullable Compression compression) {
    if (compression == null) {
      return CompressionCodecName.SNAPPY;
    }
    return switch (compression) {
      case NONE -> CompressionCodecName.UNCOMPRESSED;
      case GZIP -> CompressionCodecName.GZIP;
      case ZSTD -> CompressionCodecName.ZSTD;
      case BZIP2, XZ ->
          throw new IllegalArgumentException(
              "Parquet has no such codec: compression="
                  + compression.name().toLowerCase(Locale.ROOT)
                  + "; write none, gzip or zstd, or leave it out for snappy");
    };
  }

  private RowOutput parquet(Path path) throws IOException {
    AnswerSchema schema = new AnswerSchema(decoder().schema(), programs);
    ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(path))
            .withConf(new PlainParquetConfiguration())
            .withDataModel(GenericData.get())
            .withSchema(schema.schema())
            .withCodecFactory(new ParquetCodecs())
            .withCompressionCodec(parquetCodec(spec.compression()))
            .withRowGroupSize(
                spec.partition() == null ? ROW_GROUP_BYTES : ROW_GROUP_BYTES_OF_PARTITIONS)
            .build();
    return records(schema, writer::write, writer);
  }
}
