package io.pawstream.jobs.internal.files;

import io.pawstream.rows.Names;
import io.pawstream.rows.Row;
import io.pawstream.rows.RowSpec;
import io.pawstream.rows.UnreadableInputException;
import io.pawstream.runtime.answer.FailureReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** The records of a container as rows. One thread. */
final class RecordRows implements FileRows.Rows {
  private final int index;
  private final Records records;
  private final RecordField field;
  private final List<RecordField> expected;
  private final GenericDatumWriter<GenericRecord> writer;
  private @Nullable BinaryEncoder encoder;
  private long number;

  private RecordRows(int index, Records records, RowSpec spec) throws UnreadableInputException {
    this.index = index;
    this.records = records;
    Schema schema = records.schema();
    if (schema.getType() != Schema.Type.RECORD) {
      throw new UnreadableInputException(
          "a container must hold records: type=" + schema.getType().getName());
    }
    this.field = RecordField.of(schema, spec.field());
    this.writer = new GenericDatumWriter<>(schema);
    List<RecordField> fields = new ArrayList<>();
    for (String name : spec.expected()) {
      fields.add(RecordField.of(schema, name));
    }
    this.expected = List.copyOf(fields);
  }

  static RecordRows open(InputFile file, int index, RowSpec spec) throws IOException {
    Records records = Records.open(file);
    try {
      return new RecordRows(index, records, spec);
    } catch (IOException | RuntimeException e) {
      records.close();
      throw e;
    }
  }

  @Override
  public @Nullable FileRow next() throws IOException {
    GenericRecord record = records.next();
    if (record == null) {
      return null;
    }
    number++;
    Object value = field.in(record);
    String text = value instanceof CharSequence characters ? characters.toString() : null;
    String[] wanted = new String[expected.size()];
    for (int i = 0; i < wanted.length; i++) {
      Object found = expected.get(i).in(record);
      wanted[i] = found == null ? null : found.toString();
    }
    String place = ": row=" + number + ", field=" + Names.shown(field.name());
    Row row =
        new Row(
            number,
            0,
            System.currentTimeMillis(),
            "",
            "",
            text,
            text != null
                ? null
                : value == null ? FailureReason.NULL_INPUT : FailureReason.INVALID_RECORD,
            text != null
                ? null
                : (value == null
                        ? "the field of a row must not be null"
                        : "the field of a row must be text")
                    + place,
            wanted);
    return new FileRow(index, row, encoded(record), false);
  }

  private byte[] encoded(GenericRecord record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    encoder = EncoderFactory.get().directBinaryEncoder(bytes, encoder);
    writer.write(record, encoder);
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
