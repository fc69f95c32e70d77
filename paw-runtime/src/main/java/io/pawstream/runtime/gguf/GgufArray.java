package io.pawstream.runtime.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * An array of metadata values, kept as the bytes of the file so that a vocabulary of 150,000 tokens
 * costs little more than its text. Immutable; any thread.
 */
public final class GgufArray implements GgufValue {
  private final Type elementType;
  private final byte[] bytes;

  /** Where each string ends in {@code bytes}; empty for numbers. */
  private final int[] ends;

  private GgufArray(Type elementType, byte[] bytes, int[] ends) {
    this.elementType = elementType;
    this.bytes = bytes;
    this.ends = ends;
  }

  static GgufArray ofNumbers(Type elementType, byte[] bytes) {
    return new GgufArray(elementType, bytes, new int[0]);
  }

  static GgufArray ofStrings(byte[] bytes, int[] ends) {
    return new GgufArray(Type.STRING, bytes, ends);
  }

  @Override
  public Type type() {
    return Type.ARRAY;
  }

  /** The type of every element. */
  public Type elementType() {
    return elementType;
  }

  /** How many elements there are. */
  public int size() {
    return elementType == Type.STRING ? ends.length : bytes.length / elementType.bytes();
  }

  /**
   * The elements as text, decoded on access.
   *
   * @throws GgufException if the elements are no strings
   */
  public List<String> strings() throws GgufException {
    if (elementType != Type.STRING) {
      throw wrongElements("strings");
    }
    return new Strings(bytes, ends);
  }

  /**
   * The elements as whole numbers.
   *
   * @throws GgufException if the elements are no whole numbers
   */
  public long[] integers() throws GgufException {
    ByteBuffer in = buffer();
    long[] all = new long[size()];
    for (int i = 0; i < all.length; i++) {
      all[i] =
          switch (elementType) {
            case UINT8 -> in.get() & 0xFF;
            case INT8 -> in.get();
            case UINT16 -> in.getShort() & 0xFFFF;
            case INT16 -> in.getShort();
            case UINT32 -> in.getInt() & 0xFFFF_FFFFL;
            case INT32 -> in.getInt();
            case UINT64, INT64 -> in.getLong();
            case FLOAT32, FLOAT64, BOOL, STRING, ARRAY -> throw wrongElements("whole numbers");
          };
    }
    return all;
  }

  /**
   * The elements as numbers in single precision.
   *
   * @throws GgufException if the elements are not {@code FLOAT32}
   */
  public float[] floats() throws GgufException {
    if (elementType != Type.FLOAT32) {
      throw wrongElements("FLOAT32");
    }
    float[] all = new float[size()];
    buffer().asFloatBuffer().get(all);
    return all;
  }

  /** Appends the elements as a file has them. */
  void writeElements(ByteArrayOutputStream out) throws GgufException {
    if (elementType == Type.STRING) {
      strings().forEach(text -> GgufWriter.string(out, text));
    } else {
      out.writeBytes(bytes);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GgufArray array
        && elementType == array.elementType
        && Arrays.equals(bytes, array.bytes)
        && Arrays.equals(ends, array.ends);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + Arrays.hashCode(ends);
  }

  @Override
  public String toString() {
    return elementType + "[" + size() + "]";
  }

  private ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private GgufException wrongElements(String wanted) {
    return new GgufException(
        "The elements of this array must be " + wanted + ": elementType=" + elementType);
  }

  private static final class Strings extends AbstractList<String> implements RandomAccess {
    private final byte[] bytes;
    private final int[] ends;

    Strings(byte[] bytes, int[] ends) {
      this.bytes = bytes;
      this.ends = ends;
    }

    @Override
    public String get(int index) {
      int start = index == 0 ? 0 : ends[index - 1];
      return new String(bytes, start, ends[index] - start, UTF_8);
    }

    @Override
    public int size() {
      return ends.length;
    }
  }
}
