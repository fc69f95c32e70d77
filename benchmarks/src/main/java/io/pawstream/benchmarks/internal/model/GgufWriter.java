package io.pawstream.benchmarks.internal.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.runtime.gguf.GgufType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects a GGUF header and then writes it with its tensors, one after the other, so that a file
 * is never in memory as a whole. Version 3, little-endian, alignment 32. One thread.
 */
final class GgufWriter {
  /** Writes the bytes of one tensor, exactly {@code type.byteSize(shape)} of them. */
  interface TensorData {
    void write(Tensor tensor, OutputStream out) throws IOException;
  }

  /**
   * A tensor to be written.
   *
   * @param shape the fastest dimension first
   */
  record Tensor(String name, GgufType type, List<Long> shape) {
    Tensor {
      shape = List.copyOf(shape);
    }
  }

  private static final int ALIGNMENT = 32;

  // numbers of enum gguf_metadata_value_type
  private static final int UINT32 = 4;
  private static final int INT32 = 5;
  private static final int FLOAT32 = 6;
  private static final int BOOL = 7;
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  private final ByteArrayOutputStream pairs = new ByteArrayOutputStream();
  private final List<Tensor> tensors = new ArrayList<>();
  private long pairCount;

  GgufWriter text(String key, String value) {
    pair(key, STRING);
    string(pairs, value);
    return this;
  }

  GgufWriter uint32(String key, long value) {
    pair(key, UINT32);
    int32(pairs, (int) value);
    return this;
  }

  GgufWriter float32(String key, float value) {
    pair(key, FLOAT32);
    int32(pairs, Float.floatToIntBits(value));
    return this;
  }

  GgufWriter bool(String key, boolean value) {
    pair(key, BOOL);
    pairs.write(value ? 1 : 0);
    return this;
  }

  GgufWriter texts(String key, List<String> values) {
    pair(key, ARRAY);
    int32(pairs, STRING);
    int64(pairs, values.size());
    values.forEach(value -> string(pairs, value));
    return this;
  }

  GgufWriter int32s(String key, int[] values) {
    pair(key, ARRAY);
    int32(pairs, INT32);
    int64(pairs, values.length);
    for (int value : values) {
      int32(pairs, value);
    }
    return this;
  }

  /** Adds a tensor; they are written in this order. */
  GgufWriter tensor(String name, GgufType type, List<Long> shape) {
    tensors.add(new Tensor(name, type, shape));
    return this;
  }

  /** Writes the file. */
  void write(OutputStream out, TensorData data) throws IOException {
    byte[] header = header();
    out.write(header);
    pad(out, header.length);
    for (Tensor tensor : tensors) {
      data.write(tensor, out);
      pad(out, tensor.type().byteSize(tensor.shape()));
    }
  }

  private byte[] header() {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes("GGUF".getBytes(UTF_8));
    int32(header, 3);
    int64(header, tensors.size());
    int64(header, pairCount);
    header.writeBytes(pairs.toByteArray());
    long offset = 0;
    for (Tensor tensor : tensors) {
      string(header, tensor.name());
      int32(header, tensor.shape().size());
      tensor.shape().forEach(dimension -> int64(header, dimension));
      int32(header, tensor.type().id());
      int64(header, offset);
      offset += padded(tensor.type().byteSize(tensor.shape()));
    }
    return header.toByteArray();
  }

  private void pair(String key, int type) {
    string(pairs, key);
    int32(pairs, type);
    pairCount++;
  }

  private static long padded(long size) {
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static void pad(OutputStream out, long size) throws IOException {
    out.write(new byte[(int) (padded(size) - size)]);
  }

  private static void string(ByteArrayOutputStream out, String value) {
    byte[] utf8 = value.getBytes(UTF_8);
    int64(out, utf8.length);
    out.writeBytes(utf8);
  }

  private static void int32(ByteArrayOutputStream out, int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private static void int64(ByteArrayOutputStream out, long value) {
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }
}
