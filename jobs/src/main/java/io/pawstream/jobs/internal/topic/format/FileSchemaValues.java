package io.pawstream.jobs.internal.topic.format;

import io.pawstream.flink.UnreadableRecordException;
import io.pawstream.runtime.answer.FailureReason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * Avro values whose schemas are known beforehand: in the single-object encoding, which names one of
 * them by its fingerprint, or in the binary encoding of the only one. One thread at a time.
 */
public final class FileSchemaValues implements AvroValues {
  private static final long serialVersionUID = 1L;
  private static final byte[] MARK = {(byte) 0xC3, 0x01};
  private static final int HEADER = MARK.length + Long.BYTES;

  private final List<String> schemas;
  private final boolean singleObject;
  private transient @Nullable Map<Long, AvroDatum> byFingerprint;

  private FileSchemaValues(List<String> schemas, boolean singleObject) {
    this.schemas = List.copyOf(schemas);
    this.singleObject = singleObject;
  }

  /** Values in the single-object encoding of these schemas, which are JSON. */
  public static FileSchemaValues singleObject(List<String> schemas) {
    return new FileSchemaValues(schemas, true);
  }

  /** Values in the binary encoding of this schema, which is JSON. */
  public static FileSchemaValues binary(String schema) {
    return new FileSchemaValues(List.of(schema), false);
  }

  @Override
  public @Nullable Object read(byte[] value) {
    Map<Long, AvroDatum> data = data();
    if (!singleObject) {
      return data.values().iterator().next().read(value, 0);
    }
    if (value.length < HEADER || value[0] != MARK[0] || value[1] != MARK[1]) {
      throw refused("a value must be in Avro's single-object encoding: bytes=" + value.length);
    }
    long fingerprint = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(MARK.length);
    AvroDatum datum = data.get(fingerprint);
    if (datum == null) {
      throw refused(
          "the schema of a value must be one of source.schema: fingerprint="
              + Long.toHexString(fingerprint));
    }
    return datum.read(value, HEADER);
  }

  private Map<Long, AvroDatum> data() {
    Map<Long, AvroDatum> data = byFingerprint;
    if (data == null) {
      data = new HashMap<>();
      for (String json : schemas) {
        Schema schema = new Schema.Parser().parse(json);
        data.put(SchemaNormalization.parsingFingerprint64(schema), new AvroDatum(schema));
      }
      byFingerprint = data;
    }
    return data;
  }

  private static UnreadableRecordException refused(String detail) {
    return new UnreadableRecordException(FailureReason.INVALID_RECORD, detail);
  }
}
