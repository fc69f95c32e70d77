package io.pawstream.flink.typeinfo;

import io.pawstream.flink.Answered;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Type of {@link Answered} over the type of its record. Immutable; any thread.
 *
 * @param <T> the records
 */
@PublicEvolving
public final class AnsweredTypeInfo<T extends @Nullable Object>
    extends TypeInformation<Answered<T>> {
  private static final long serialVersionUID = 1L;

  private final TypeInformation<T> recordType;

  private AnsweredTypeInfo(TypeInformation<T> recordType) {
    this.recordType = Objects.requireNonNull(recordType, "recordType");
  }

  /** The type of answered records of {@code recordType}. */
  public static <T extends @Nullable Object> AnsweredTypeInfo<T> of(TypeInformation<T> recordType) {
    return new AnsweredTypeInfo<>(recordType);
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public Class<Answered<T>> getTypeClass() {
    return (Class) Answered.class;
  }

  @Override
  public Map<String, TypeInformation<?>> getGenericParameters() {
    return Map.of("T", recordType);
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<Answered<T>> createSerializer(SerializerConfig config) {
    return new AnsweredSerializer<>(recordType.createSerializer(config));
  }

  @Override
  public String toString() {
    return "Answered<" + recordType + ">";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AnsweredTypeInfo<?> that && recordType.equals(that.recordType);
  }

  @Override
  public int hashCode() {
    return 31 * recordType.hashCode() + 7;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof AnsweredTypeInfo;
  }
}
