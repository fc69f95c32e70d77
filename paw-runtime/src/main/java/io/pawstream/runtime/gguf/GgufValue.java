package io.pawstream.runtime.gguf;

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

  /** The types of metadata values; the ordinal is the number in the file. */
  enum Type {
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    FLOAT32(4),
    BOOL(1),
    STRING(0),
    ARRAY(0),
    UINT64(8),
    INT64(8),
    FLOAT64(8);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    /** Bytes of one value, 0 where that varies. */
    int bytes() {
      return bytes;
    }
  }
}
