package io.pawstream.jobs.internal.files;

import io.pawstream.rows.UnreadableInputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.LocalInputFile;
import org.jspecify.annotations.Nullable;

/** The records of a container file in order. One thread. */
interface Records extends Closeable {

  /** What the file says its records are. */
  Schema schema();

  /** The next record, or null after the last. */
  @Nullable GenericRecord next() throws IOException;

  /** Opens a file of Avro or Parquet. */
  static Records open(InputFile file) throws IOException {
    try {
      return file.format() == FileFormat.AVRO ? avro(file) : parquet(file);
    } catch (RuntimeException e) {
      throw unreadable(file, e);
    }
  }

  private static UnreadableInputException unreadable(InputFile file, Exception e) {
    UnreadableInputException unreadable =
        new UnreadableInputException(
            "a file must be of its format: file="
                + file.name()
                + ", format="
                + file.format().ending()
                + ", error="
                + e.getClass().getSimpleName());
    unreadable.initCause(e);
    return unreadable;
  }

  private static Records avro(InputFile file) throws IOException {
    DataFileReader<GenericRecord> reader =
        new DataFileReader<>(file.path().toFile(), new GenericDatumReader<>());
    return new Records() {
      @Override
      public Schema schema() {
        return reader.getSchema();
      }

      @Override
      public @Nullable GenericRecord next() throws IOException {
        try {
          return reader.hasNext() ? reader.next() : null;
        } catch (AvroRuntimeException | UncheckedIOException e) {
          throw unreadable(file, e);
        }
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }

  private static Records parquet(InputFile file) throws IOException {
    LocalInputFile input = new LocalInputFile(file.path());
    PlainParquetConfiguration configuration = new PlainParquetConfiguration();
    // timestamps as Hive and older Spark write them: 12 bytes, carried over as they are
    configuration.setBoolean(AvroReadSupport.READ_INT96_AS_FIXED, true);
    ParquetReadOptions options =
        ParquetReadOptions.builder(configuration).withCodecFactory(new ParquetCodecs()).build();
    Schema schema;
    try (ParquetFileReader footer = ParquetFileReader.open(input, options)) {
      String kept = footer.getFileMetaData().getKeyValueMetaData().get("parquet.avro.schema");
      schema =
          kept == null
              ? new AvroSchemaConverter(configuration).convert(footer.getFileMetaData().getSchema())
              : new Schema.Parser().parse(kept);
    }
    ParquetReader<GenericRecord> reader =
        AvroParquetReader.<GenericRecord>builder(input, configuration)
            .withDataModel(GenericData.get())
            .withCodecFactory(new ParquetCodecs())
            .build();
    return new Records() {
      @Override
      public Schema schema() {
        return schema;
      }

      @Override
      public @Nullable GenericRecord next() throws IOException {
        try {
          return reader.read();
        } catch (RuntimeException e) {
          throw unreadable(file, e);
        }
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }
}
