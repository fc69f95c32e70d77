package io.pawstream.jobs.internal.files;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Turns the records of one container file back from bytes. One thread. */
final class RecordDecoder {
  private final Schema schema;
  private final GenericDatumReader<GenericRecord> reader;
  private @Nullable BinaryDecoder decoder;

  private RecordDecoder(Schema schema) {
    this.schema = schema;
    this.reader = new GenericDatumReader<>(schema);
  }

  static RecordDecoder of(InputFile file) throws IOException {
    try (Records records = Records.open(file)) {
      return new RecordDecoder(records.schema());
    }
  }

  Schema schema() {
    return schema;
  }

  GenericRecord decode(byte[] datum) throws IOException {
    decoder = DecoderFactory.get().binaryDecoder(datum, decoder);
    return reader.read(null, decoder);
  }
}
