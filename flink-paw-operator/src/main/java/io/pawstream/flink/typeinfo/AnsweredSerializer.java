package io.pawstream.flink.typeinfo;

import io.pawstream.flink.Answered;
import io.pawstream.runtime.answer.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Serializer of {@link Answered}. One thread, as every serializer; {@link #duplicate()} for more.
 *
 * <p>Layout: one byte, the version of the outcomes' encoding; the record as its own serializer
 * writes it; the number of bindings as an int; per binding its name and its outcome. Names travel
 * with each record so that a savepoint stays readable when the job's bindings change.
 *
 * @param <T> the records
 */
@Internal
public final class AnsweredSerializer<T extends @Nullable Object>
    extends TypeSerializer<Answered<T>> {
  private static final long serialVersionUID = 1L;

  /** Far more bindings than a job can have; a larger count is a damaged stream. */
  private static final int MOST_BINDINGS = 1 << 16;

  private final TypeSerializer<T> recordSerializer;

  public AnsweredSerializer(TypeSerializer<T> recordSerializer) {
    this.recordSerializer = Objects.requireNonNull(recordSerializer, "recordSerializer");
  }

  @Override
  public boolean isImmutableType() {
    return recordSerializer.isImmutableType();
  }

  /** This serializer where the record's is stateless, which it says by giving itself. */
  @SuppressWarnings("ReferenceEquality")
  @Override
  public TypeSerializer<Answered<T>> duplicate() {
    TypeSerializer<T> duplicate = recordSerializer.duplicate();
    return duplicate == recordSerializer ? this : new AnsweredSerializer<>(duplicate);
  }

  @Override
  public Answered<T> createInstance() {
    return new Answered<>(recordSerializer.createInstance(), List.of(), List.of());
  }

  @Override
  public Answered<T> copy(Answered<T> from) {
    return isImmutableType()
        ? from
        : new Answered<>(recordSerializer.copy(from.record()), from.names(), from.outcomes());
  }

  @Override
  public Answered<T> copy(Answered<T> from, Answered<T> reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(Answered<T> value, DataOutputView target) throws IOException {
    target.writeByte(OutcomeCodec.VERSION);
    recordSerializer.serialize(value.record(), target);
    int size = value.names().size();
    target.writeInt(size);
    for (int i = 0; i < size; i++) {
      StringSerializer.INSTANCE.serialize(value.names().get(i), target);
      OutcomeCodec.write(value.outcomes().get(i), target);
    }
  }

  @Override
  public Answered<T> deserialize(DataInputView source) throws IOException {
    OutcomeCodec.checkVersion(source.readByte());
    T record = recordSerializer.deserialize(source);
    int size = source.readInt();
    if (size < 0 || size > MOST_BINDINGS) {
      throw new IOException("the number of bindings must be from 0 to 65536: bindings=" + size);
    }
    List<String> names = new ArrayList<>(size);
    List<@Nullable Outcome> outcomes = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      names.add(StringSerializer.INSTANCE.deserialize(source));
      outcomes.add(OutcomeCodec.read(source));
    }
    return new Answered<>(record, names, outcomes);
  }

  @Override
  public Answered<T> deserialize(Answered<T> reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AnsweredSerializer<?> that
        && recordSerializer.equals(that.recordSerializer);
  }

  @Override
  public int hashCode() {
    return 31 * recordSerializer.hashCode() + 11;
  }

  @Override
  public TypeSerializerSnapshot<Answered<T>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /** Snapshot of the record's serializer; the outcomes' encoding carries its version itself. */
  public static final class Snapshot<T extends @Nullable Object>
      extends CompositeTypeSerializerSnapshot<Answered<T>, AnsweredSerializer<T>> {
    private static final int VERSION = 1;

    /** For Flink, which reads the content afterwards. */
    public Snapshot() {}

    Snapshot(AnsweredSerializer<T> serializer) {
      super(serializer);
    }

    @Override
    protected int getCurrentOuterSnapshotVersion() {
      return VERSION;
    }

    @Override
    protected TypeSerializer<?>[] getNestedSerializers(AnsweredSerializer<T> outer) {
      return new TypeSerializer<?>[] {outer.recordSerializer};
    }

    @Override
    @SuppressWarnings("unchecked")
    protected AnsweredSerializer<T> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new AnsweredSerializer<>((TypeSerializer<T>) nested[0]);
    }
  }
}
