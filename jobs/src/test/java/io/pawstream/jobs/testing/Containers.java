package io.pawstream.jobs.testing;

import io.pawstream.jobs.internal.files.ParquetCodecs;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;

/** Avro and Parquet files as their own libraries write and read them. */
public final class Containers {
  private static final Schema BODY =
      SchemaBuilder.record("Body").namespace("test").fields().optionalString("text").endRecord();
  private static final Schema MESSAGE =
      SchemaBuilder.record("Message")
          .namespace("test")
          .fields()
          .requiredLong("id")
          .name("body")
          .type(BODY)
          .noDefault()
          .endRecord();

  private Containers() {}

  /** A message per text with its number as id, then one without a text. */
  public static Path write(Path file, List<String> texts) throws IOException {
    List<GenericRecord> records = new ArrayList<>();
    for (int i = 0; i <= texts.size(); i++) {
      GenericRecord body = new GenericData.Record(BODY);
      body.put("text", i < texts.size() ? texts.get(i) : null);
      GenericRecord message = new GenericData.Record(MESSAGE);
      message.put("id", (long) i);
      message.put("body", body);
      records.add(message);
    }
    if (file.toString().endsWith(".avro")) {
      try (DataFileWriter<GenericRecord> writer =
          new DataFileWriter<>(new GenericDatumWriter<>(MESSAGE))) {
        writer.create(MESSAGE, file.toFile());
        for (GenericRecord record : records) {
          writer.append(record);
        }
      }
      return file;
    }
    try (ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withDataModel(GenericData.get())
            .withSchema(MESSAGE)
            .withCodecFactory(new ParquetCodecs())
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .build()) {
      for (GenericRecord record : records) {
        writer.write(record);
      }
    }
    return file;
  }

  public static List<GenericRecord> read(Path file) throws IOException {
    List<GenericRecord> records = new ArrayList<>();
    try (Closeable closed =
        file.toString().endsWith(".avro") ? avro(file, records) : parquet(file, records)) {
      return records;
    }
  }

  private static Closeable avro(Path file, List<GenericRecord> records) throws IOException {
    DataFileReader<GenericRecord> reader =
        new DataFileReader<>(file.toFile(), new GenericDatumReader<>());
    reader.forEachRemaining(records::add);
    return reader;
  }

  private static Closeable parquet(Path file, List<GenericRecord> records) throws IOException {
    ParquetReader<GenericRecord> reader =
        AvroParquetReader.<GenericRecord>builder(
                new LocalInputFile(file), new PlainParquetConfiguration())
            .withDataModel(GenericData.get())
            .withCodecFactory(new ParquetCodecs())
            .build();
    for (GenericRecord r = reader.read(); r != null; r = reader.read()) {
      records.add(r);
    }
    return reader;
  }
}
