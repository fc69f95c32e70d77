package io.pawstream.compiler.internal.peft;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pawstream.transformer.math.Matrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The matrices of a safetensors file: 8 bytes with the length of a JSON header, the header, the
 * data (huggingface/safetensors, "Format"). Immutable; any thread.
 *
 * <p>The header is bounded and every tensor lies inside the file.
 */
final class Safetensors {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final long MAX_FILE = 1L << 30;
  private static final long MAX_HEADER = 4 << 20;
  private static final int MAX_SIDE = 1 << 20;

  /** How numbers are written. */
  private enum Type {
    F32(4),
    F16(2),
    BF16(2);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    float read(ByteBuffer data) {
      return switch (this) {
        case F32 -> data.getFloat();
        case F16 -> half(data.getShort());
        case BF16 -> Float.intBitsToFloat(data.getShort() << 16);
      };
    }
  }

  private record Tensor(Type type, int rows, int cols, long offset) {}

  private final Path file;
  private final Map<String, Tensor> tensors;

  private Safetensors(Path file, Map<String, Tensor> tensors) {
    this.file = file;
    this.tensors = tensors;
  }

  /**
   * Reads the header.
   *
   * @throws IOException if it cannot be read or breaks a rule
   */
  static Safetensors open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      require(size <= MAX_FILE, "have at most " + MAX_FILE + " bytes", "bytes", size);
      long length = read(channel, 0, Long.BYTES).getLong();
      require(
          length > 0 && length <= MAX_HEADER && length <= size - Long.BYTES,
          "have a header of at most " + MAX_HEADER + " bytes inside the file",
          "header",
          length);
      long dataStart = Long.BYTES + length;
      String header = UTF_8.decode(read(channel, Long.BYTES, (int) length)).toString();
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      JsonNode json = parse(header);
      for (Map.Entry<String, JsonNode> entry : json.properties()) {
        if (!entry.getKey().equals("__metadata__")) {
          tensors.put(entry.getKey(), tensor(entry.getValue(), dataStart, size));
        }
      }
      return new Safetensors(file, tensors);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static JsonNode parse(String header) {
    try {
      JsonNode json = JSON.readTree(header);
      require(json.isObject(), "have a JSON object for a header", "type", json.getNodeType());
      return json;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("A safetensors file must have a JSON header", e);
    }
  }

  private static Tensor tensor(JsonNode json, long dataStart, long size) {
    Type type;
    try {
      type = Type.valueOf(json.path("dtype").asText());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "A tensor must be F32, F16 or BF16: dtype=" + json.path("dtype"), e);
    }
    JsonNode shape = json.path("shape");
    require(shape.size() == 2, "have matrices only", "shape", shape);
    long rows = shape.path(0).asLong();
    long cols = shape.path(1).asLong();
    require(
        rows >= 1 && cols >= 1 && rows <= MAX_SIDE && cols <= MAX_SIDE,
        "have matrices with sides of 1 to " + MAX_SIDE,
        "shape",
        shape);
    long from = json.path("data_offsets").path(0).asLong(-1);
    long to = json.path("data_offsets").path(1).asLong(-1);
    require(
        from >= 0 && to - from == rows * cols * type.bytes && to <= size - dataStart,
        "have every tensor inside the file, with its size, shape=" + shape,
        "data_offsets",
        json.path("data_offsets"));
    return new Tensor(type, (int) rows, (int) cols, dataStart + from);
  }

  private static void require(boolean holds, String rule, String name, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(
          "A safetensors file must " + rule + ": " + name + "=" + value);
    }
  }

  private static ByteBuffer read(FileChannel channel, long from, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new IOException("A safetensors file must be whole: bytes=" + channel.size());
      }
    }
    return buffer.flip();
  }

  Set<String> names() {
    return tensors.keySet();
  }

  /**
   * A matrix as floats.
   *
   * @throws IOException if it cannot be read or holds a number that is not finite
   */
  Matrix matrix(String name) throws IOException {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IOException("The file must have this tensor: tensor=" + name);
    }
    Matrix matrix = Matrix.zeros(tensor.rows(), tensor.cols());
    float[] row = new float[tensor.cols()];
    int rowBytes = tensor.cols() * tensor.type().bytes;
    try (FileChannel channel = FileChannel.open(file)) {
      for (int i = 0; i < tensor.rows(); i++) {
        ByteBuffer data = read(channel, tensor.offset() + (long) i * rowBytes, rowBytes);
        for (int j = 0; j < row.length; j++) {
          row[j] = tensor.type().read(data);
          if (!Float.isFinite(row[j])) {
            throw new IOException("A tensor must hold finite numbers: tensor=" + name);
          }
        }
        matrix.put(i, row);
      }
    }
    return matrix;
  }

  /** IEEE 754 half precision: 1 sign, 5 exponent, 10 fraction. */
  private static float half(short bits) {
    int exponent = bits >> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    float magnitude =
        exponent == 0
            ? fraction * 0x1p-24f
            : exponent == 0x1F
                ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                : Float.intBitsToFloat((exponent + 112) << 23 | fraction << 13);
    return bits < 0 ? -magnitude : magnitude;
  }
}
