package io.pawstream.jobs.internal.topic.format;

import io.pawstream.flink.UnreadableRecordException;
import io.pawstream.jobs.internal.jobfile.RegistrySpec;
import io.pawstream.jobs.internal.registry.Recent;
import io.pawstream.jobs.internal.registry.SchemaRegistry;
import io.pawstream.runtime.answer.FailureReason;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Avro values that name their schema by its id in a registry: a zero byte, the id in four bytes,
 * the datum. One thread at a time.
 */
public final class RegistryValues implements AvroValues {
  private static final long serialVersionUID = 1L;

  /** First byte of values whose schema is in a registry. */
  static final byte MARK = 0;

  /** Bytes before the datum. */
  static final int HEADER = 1 + Integer.BYTES;

  private final RegistrySpec spec;
  private transient @Nullable SchemaRegistry registry;

  private transient @Nullable Recent<AvroDatum> known;

  /** Values with the schemas of a registry. */
  public RegistryValues(RegistrySpec spec) {
    this.spec = spec;
  }

  @Override
  public @Nullable Object read(byte[] value) {
    if (value.length < HEADER || value[0] != MARK) {
      throw refused(
          "a value must begin with a zero byte and the id of its schema: bytes="
              + value.length
              + (value.length == 0 ? "" : ", first=" + value[0]));
    }
    int id = ByteBuffer.wrap(value).getInt(1);
    Recent<AvroDatum> data = known == null ? known = new Recent<>() : known;
    AvroDatum datum = data.get(id);
    if (datum == null) {
      datum = new AvroDatum(schema(id));
      data.put(id, datum);
    }
    return datum.read(value, HEADER);
  }

  private Schema schema(int id) {
    SchemaRegistry asked = registry == null ? registry = new SchemaRegistry(spec) : registry;
    SchemaRegistry.Lookup lookup = asked.schema(id);
    if (lookup.schema() == null) {
      throw refused(String.valueOf(lookup.problem()));
    }
    return lookup.schema();
  }

  private static UnreadableRecordException refused(String detail) {
    return new UnreadableRecordException(FailureReason.INVALID_RECORD, detail);
  }
}
