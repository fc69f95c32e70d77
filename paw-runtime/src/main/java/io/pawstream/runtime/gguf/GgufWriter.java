package io.pawstream.runtime.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes a GGUF file: version 3, little-endian, alignment 32. One thread.
 *
 * <p>Keys and tensors stand in the file in the order in which they were added. Tensor data is asked
 * for when the file is written, one tensor at a time.
 */
public final class GgufWriter {
  private static final int VERSION = 3;
  private static final int ALIGNMENT = 32;

  /** Gives the data of one tensor. */
  @FunctionalInterface
  public interface Data {
    /**
     * Writes exactly as many bytes as the tensor takes.
     *
     * @param out buffered; not to be closed
     */
    void writeTo(OutputStream out) throws IOException;
  }

  private record Tensor(GgufType type, List<Long> shape, Data data) {}

  private final Map<String, GgufValue> metadata = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /** Adds a string. */
  public GgufWriter string(String key, String value) {
    return value(key, new GgufValue.Text(value));
  }

  /**
   * Adds a {@code UINT32}.
   *
   * @param value in [0, 2^32)
   */
  public GgufWriter uint32(String key, long value) {
    if (value < 0 || value > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException(
          "a UINT32 must be 0 to 4294967295: key=" + key + ", value=" + value);
    }
    return value(key, new GgufValue.Int(GgufValue.Type.UINT32, value));
  }

  /** Adds a {@code FLOAT32}. */
  public GgufWriter float32(String key, float value) {
    return value(key, new GgufValue.Real(GgufValue.Type.FLOAT32, value));
  }

  /** Adds a {@code BOOL}. */
  public GgufWriter bool(String key, boolean value) {
    return value(key, new GgufValue.Bool(value));
  }

  /** Adds an array of strings. */
  public GgufWriter strings(String key, List<String> values) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    int[] ends = new int[values.size()];
    for (int i = 0; i < ends.length; i++) {
      text.writeBytes(values.get(i).getBytes(UTF_8));
      ends[i] = text.size();
    }
    return value(key, GgufArray.ofStrings(text.toByteArray(), ends));
  }

  /** Adds an array of {@code INT32}. */
  public GgufWriter int32s(String key, int... values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int value : values) {
      int32(bytes, value);
    }
    return value(key, GgufArray.ofNumbers(GgufValue.Type.INT32, bytes.toByteArray()));
  }

  /**
   * Adds a value as another header has it.
   *
   * @throws IllegalArgumentException if the key is there already, or is {@code general.alignment}
   */
  public GgufWriter value(String key, GgufValue value) {
    if (key.equals("general.alignment")) {
      throw new IllegalArgumentException(
          "the alignment is not a choice: key=" + key + "; leave it out, it is " + ALIGNMENT);
    }
    if (metadata.putIfAbsent(key, value) != null) {
      throw new IllegalArgumentException("a metadata key may stand only once: key=" + key);
    }
    return this;
  }

  /**
   * Adds a tensor.
   *
   * @param shape dimensions, the fastest first
   * @throws IllegalArgumentException if the name is there already, or the first dimension is not a
   *     multiple of the type's block
   */
  public GgufWriter tensor(String name, GgufType type, List<Long> shape, Data data) {
    type.byteSize(shape);
    if (tensors.putIfAbsent(name, new Tensor(type, List.copyOf(shape), data)) != null) {
      throw new IllegalArgumentException("a tensor name may stand only once: tensor=" + name);
    }
    return this;
  }

  /**
   * Writes the file: beside its place first, read back, then moved there. After a failure the place
   * is as before.
   *
   * @throws GgufException if {@link GgufHeader#read} would refuse the file under these limits
   * @throws IOException if it cannot be written, or a tensor's data has the wrong size
   */
  public void write(Path file, GgufLimits limits) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(beside), 1 << 16)) {
        long written = writeHeader(out);
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
          written += pad(out, written);
          written += writeData(out, entry.getKey(), entry.getValue());
        }
        pad(out, written);
      }
      GgufHeader.read(beside, limits);
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private long writeHeader(OutputStream out) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes("GGUF".getBytes(UTF_8));
    int32(header, VERSION);
    int64(header, tensors.size());
    int64(header, metadata.size());
    for (Map.Entry<String, GgufValue> entry : metadata.entrySet()) {
      string(header, entry.getKey());
      int32(header, entry.getValue().type().id());
      writeValue(header, entry.getValue());
    }
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      string(header, entry.getKey());
      int32(header, tensor.shape().size());
      tensor.shape().forEach(dimension -> int64(header, dimension));
      int32(header, tensor.type().id());
      int64(header, offset);
      long end = offset + tensor.type().byteSize(tensor.shape());
      offset = end + padding(end);
    }
    header.writeTo(out);
    return header.size();
  }

  private static void writeValue(ByteArrayOutputStream out, GgufValue value) throws GgufException {
    if (value instanceof GgufValue.Text text) {
      string(out, text.value());
    } else if (value instanceof GgufValue.Bool bool) {
      out.write(bool.value() ? 1 : 0);
    } else if (value instanceof GgufValue.Int number) {
      // little-endian: the low bytes come first
      out.write(little(Long.BYTES).putLong(number.value()).array(), 0, number.type().bytes());
    } else if (value instanceof GgufValue.Real number) {
      if (number.type() == GgufValue.Type.FLOAT32) {
        int32(out, Float.floatToRawIntBits((float) number.value()));
      } else {
        int64(out, Double.doubleToRawLongBits(number.value()));
      }
    } else if (value instanceof GgufArray array) {
      int32(out, array.elementType().id());
      int64(out, array.size());
      array.writeElements(out);
    }
  }

  private static long writeData(OutputStream out, String name, Tensor tensor) throws IOException {
    long expected = tensor.type().byteSize(tensor.shape());
    CountingOutputStream counted = new CountingOutputStream(out);
    tensor.data().writeTo(counted);
    if (counted.count() != expected) {
      throw new IOException(
          "The data of a tensor must have its size: tensor="
              + name
              + ", bytes="
              + counted.count()
              + ", expected="
              + expected);
    }
    return expected;
  }

  private static int pad(OutputStream out, long written) throws IOException {
    int padding = padding(written);
    out.write(new byte[padding]);
    return padding;
  }

  private static int padding(long end) {
    return (int) (-end & (ALIGNMENT - 1));
  }

  static void string(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    int64(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void int32(ByteArrayOutputStream out, int value) {
    out.writeBytes(little(Integer.BYTES).putInt(value).array());
  }

  private static void int64(ByteArrayOutputStream out, long value) {
    out.writeBytes(little(Long.BYTES).putLong(value).array());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
