package io.pawstream.jobs.internal.topic.format;

import io.pawstream.flink.UnreadableRecordException;
import io.pawstream.runtime.answer.FailureReason;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Avro's binary encoding of one schema. One thread. */
final class AvroDatum {
  private final String schema;
  private final GenericDatumReader<Object> reader;
  private @Nullable BinaryDecoder decoder;

  AvroDatum(Schema schema) {
    this.schema = schema.getFullName();
    this.reader = new GenericDatumReader<>(schema);
  }

  /**
   * What stands in {@code value} from {@code from} to its end.
   *
   * @throws UnreadableRecordException if that is not exactly one datum
   */
  @Nullable Object read(byte[] value, int from) {
    try {
      decoder = DecoderFactory.get().binaryDecoder(value, from, value.length - from, decoder);
      Object datum = reader.read(null, decoder);
      if (decoder.isEnd()) {
        return datum;
      }
      throw unreadable(value, "more bytes after its end");
    } catch (IOException
        | AvroRuntimeException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | ClassCastException
        | NegativeArraySizeException
        | UnsupportedOperationException
        | StackOverflowError e) {
      // by its class alone: a message may quote the record
      throw unreadable(value, e.getClass().getName());
    }
  }

  private UnreadableRecordException unreadable(byte[] value, String why) {
    decoder = null;
    return new UnreadableRecordException(
        FailureReason.INVALID_RECORD,
        "a value must be Avro of its schema: schema="
            + schema
            + ", bytes="
            + value.length
            + ", error="
            + why);
  }
}
