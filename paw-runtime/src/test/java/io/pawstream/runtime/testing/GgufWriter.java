package io.pawstream.runtime.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.runtime.gguf.GgufArray;
import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufTensor;
import io.pawstream.runtime.gguf.GgufValue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes GGUF files for tests, good ones and broken ones; tensor data is all zeros. */
public final class GgufWriter {
  /** Ids of metadata types, as in the file. */
  public static final int UINT32 = 4;

  public static final int INT32 = 5;
  public static final int FLOAT32 = 6;
  public static final int BOOL = 7;
  public static final int STRING = 8;
  public static final int ARRAY = 9;
  public static final int FLOAT64 = 12;

  /** How a tensor stands in the header; a null offset is the right one. */
  public record Tensor(int type, List<Long> shape, long byteSize, @Nullable Long offset) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Value(int type, byte[] bytes) {}

  private final Map<String, Value> metadata = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private int alignment = 32;
  private int version = 3;
  private @Nullable Long keyCount;
  private @Nullable Long tensorCount;

  /** All of a real header, to be changed from there. */
  public static GgufWriter of(GgufHeader header) throws GgufException {
    GgufWriter writer = new GgufWriter();
    for (Map.Entry<String, GgufValue> entry : header.metadata().entrySet()) {
      writer.value(entry.getKey(), entry.getValue());
    }
    for (GgufTensor tensor : header.tensors()) {
      writer.tensors.put(
          tensor.name(), new Tensor(tensor.type().id(), tensor.shape(), tensor.byteSize(), null));
    }
    return writer;
  }

  private void value(String key, GgufValue value) throws GgufException {
    int type = value.type().id();
    if (value instanceof GgufValue.Text text) {
      string(key, text.value());
    } else if (value instanceof GgufValue.Int number) {
      raw(key, type, type == UINT32 ? int32((int) number.value()) : int64(number.value()));
    } else if (value instanceof GgufValue.Real number) {
      float32(key, (float) number.value());
    } else if (value instanceof GgufValue.Bool bool) {
      raw(key, type, new byte[] {(byte) (bool.value() ? 1 : 0)});
    } else if (value instanceof GgufArray array && array.elementType() == GgufValue.Type.STRING) {
      strings(key, array.strings());
    } else {
      integers(key, ((GgufArray) value).integers());
    }
  }

  public GgufWriter string(String key, String text) {
    return raw(key, STRING, text(text));
  }

  public GgufWriter uint32(String key, long value) {
    return raw(key, UINT32, int32((int) value));
  }

  public GgufWriter float32(String key, float value) {
    return raw(key, FLOAT32, int32(Float.floatToRawIntBits(value)));
  }

  public GgufWriter strings(String key, List<String> texts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    texts.forEach(text -> out.writeBytes(text(text)));
    return array(key, STRING, texts.size(), out.toByteArray());
  }

  /** An array of {@code INT32}. */
  public GgufWriter integers(String key, long... values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (long value : values) {
      out.writeBytes(int32((int) value));
    }
    return array(key, INT32, values.length, out.toByteArray());
  }

  public GgufWriter array(String key, int elementType, long count, byte[] elements) {
    return raw(key, ARRAY, join(int32(elementType), int64(count), elements));
  }

  public GgufWriter raw(String key, int type, byte[] bytes) {
    metadata.put(key, new Value(type, bytes));
    return this;
  }

  public GgufWriter without(String key) {
    metadata.remove(key);
    return this;
  }

  public GgufWriter tensor(String name, Tensor tensor) {
    tensors.put(name, tensor);
    return this;
  }

  public GgufWriter tensor(String name, int type, long byteSize, Long... shape) {
    return tensor(name, new Tensor(type, List.of(shape), byteSize, null));
  }

  public GgufWriter withoutTensor(String name) {
    tensors.remove(name);
    return this;
  }

  public GgufWriter withoutTensors() {
    tensors.clear();
    return this;
  }

  /** Keeps a tensor's place and changes what is said about it. */
  public GgufWriter renameTensor(String from, String to) {
    Map<String, Tensor> before = new LinkedHashMap<>(tensors);
    tensors.clear();
    before.forEach((name, tensor) -> tensors.put(name.equals(from) ? to : name, tensor));
    return this;
  }

  public GgufWriter version(int value) {
    version = value;
    return this;
  }

  public GgufWriter alignment(int value) {
    alignment = value;
    return uint32("general.alignment", value);
  }

  public GgufWriter keyCount(long value) {
    keyCount = value;
    return this;
  }

  public GgufWriter tensorCount(long value) {
    tensorCount = value;
    return this;
  }

  /** The whole file. */
  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("GGUF".getBytes(UTF_8));
    out.writeBytes(int32(version));
    out.writeBytes(int64(tensorCount == null ? tensors.size() : tensorCount));
    out.writeBytes(int64(keyCount == null ? metadata.size() : keyCount));
    metadata.forEach(
        (key, value) -> out.writeBytes(join(text(key), int32(value.type()), value.bytes())));
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      out.writeBytes(text(entry.getKey()));
      out.writeBytes(int32(tensor.shape().size()));
      tensor.shape().forEach(dimension -> out.writeBytes(int64(dimension)));
      out.writeBytes(int32(tensor.type()));
      out.writeBytes(int64(tensor.offset() == null ? offset : tensor.offset()));
      offset = pad(offset + tensor.byteSize());
    }
    out.writeBytes(new byte[(int) (pad(out.size()) - out.size())]);
    out.writeBytes(new byte[(int) offset]);
    return out.toByteArray();
  }

  private long pad(long position) {
    return (position + alignment - 1) / alignment * alignment;
  }

  /** A string as the file has it: length and bytes. */
  public static byte[] text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return join(int64(bytes.length), bytes);
  }

  public static byte[] int32(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  public static byte[] int64(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
