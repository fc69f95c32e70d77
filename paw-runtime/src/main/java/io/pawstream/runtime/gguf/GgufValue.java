package io.pawstream.runtime.gguf;

import java.util.Arrays;
import java.util.Optional;

/** A metadata value with its type. */
public sealed interface GgufValue permits GgufValue.Scalar, GgufArray {

  /** The type as the file states it. */
  Type type();

  /** A value that is no array. */
  sealed interface Scalar extends GgufValue permits Int, Real, Bool, Text {}

  /** A whole number; {@code UINT64} beyond {@link Long#MAX_VALUE} shows as negative. */
  record Int(Type type, long value) implements Scalar {}

  /** A number in floating point, {@code FLOAT32} or {@code FLOAT64}. */
  record Real(Type type, double value) implements Scalar {}

  /** True or false. */
  record Bool(boolean value) implements Scalar {
    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  /** A string. */
  record Text(String value) implements Scalar {
    @Override
    public Type type() {
      return Type.STRING;
    }
  }

  /** The types of metadata values, as the GGUF description numbers them. */
  enum Type {
    UINT8(0, 1),
    INT8(1, 1),
    UINT16(2, 2),
    INT16(3, 2),
    UINT32(4, 4),
    INT32(5, 4),
    FLOAT32(6, 4),
    BOOL(7, 1),
    STRING(8, 0),
    ARRAY(9, 0),
    UINT64(10, 8),
    INT64(11, 8),
    FLOAT64(12, 8);

    private final int id;
    private final int bytes;

    Type(int id, int bytes) {
      this.id = id;
      this.bytes = bytes;
    }

    /** The number that stands for this type in a file. */
    public int id() {
      return id;
    }

    /** Bytes of one value, 0 where that varies. */
    int bytes() {
      return bytes;
    }

    /** The type with this id, if there is one. */
    public static Optional<Type> of(int id) {
      return Arrays.stream(values()).filter(type -> type.id == id).findFirst();
    }
  }
}
