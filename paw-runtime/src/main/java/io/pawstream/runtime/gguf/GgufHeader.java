package io.pawstream.runtime.gguf;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything a GGUF file says before its tensor data: version 3, little-endian. Immutable; any
 * thread.
 *
 * <p>What {@link #read} returns keeps these promises: counts, lengths and sizes are within the
 * limits; keys and tensor names are unique; the tensors lie one after the other as ggml demands,
 * each padded to the alignment, and all of them inside the file.
 *
 * @param alignment bytes to which tensor data is aligned; a power of two
 * @param metadata values by key, in the order of the file
 * @param tensors tensors in the order of the file
 * @param dataOffset where tensor data begins in the file
 * @param fileSize bytes of the file
 */
public record GgufHeader(
    int alignment,
    Map<String, GgufValue> metadata,
    List<GgufTensor> tensors,
    long dataOffset,
    long fileSize) {

  public GgufHeader {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = List.copyOf(tensors);
  }

  /**
   * Reads the header of a file.
   *
   * @throws GgufException if the file breaks the format or a limit
   * @throws IOException if it cannot be read
   */
  public static GgufHeader read(Path file, GgufLimits limits) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return read(in, Files.size(file), limits);
    }
  }

  /**
   * Reads a header from a stream and leaves the stream somewhere after the header's last byte and
   * before the tensor data.
   *
   * @param in buffered, at the first byte of the file; not closed
   * @param fileSize bytes of the whole file
   * @throws GgufException if the file breaks the format or a limit
   * @throws IOException if it cannot be read
   */
  public static GgufHeader read(InputStream in, long fileSize, GgufLimits limits)
      throws IOException {
    return new GgufParser(in, fileSize, limits).parse();
  }

  /** The end of the last tensor in the file, without padding. */
  public long dataEnd() {
    if (tensors.isEmpty()) {
      return dataOffset;
    }
    GgufTensor last = tensors.get(tensors.size() - 1);
    return dataOffset + last.offset() + last.byteSize();
  }

  /** The tensor of this name. */
  public Optional<GgufTensor> tensor(String name) {
    return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
  }

  /**
   * A string.
   *
   * @return empty if the key is missing
   * @throws GgufException if the value has another type
   */
  public Optional<String> string(String key) throws GgufException {
    return typed(key, "STRING", v -> v instanceof GgufValue.Text text ? text.value() : null);
  }

  /**
   * A {@code UINT32}, in [0, 2^32).
   *
   * @return empty if the key is missing
   * @throws GgufException if the value has another type
   */
  public Optional<Long> uint32(String key) throws GgufException {
    return typed(
        key,
        "UINT32",
        v ->
            v instanceof GgufValue.Int number && number.type() == GgufValue.Type.UINT32
                ? number.value()
                : null);
  }

  /**
   * A {@code FLOAT32}, possibly not finite.
   *
   * @return empty if the key is missing
   * @throws GgufException if the value has another type
   */
  public Optional<Float> float32(String key) throws GgufException {
    return typed(
        key,
        "FLOAT32",
        v ->
            v instanceof GgufValue.Real number && number.type() == GgufValue.Type.FLOAT32
                ? (float) number.value()
                : null);
  }

  /**
   * A {@code BOOL}.
   *
   * @return empty if the key is missing
   * @throws GgufException if the value has another type
   */
  public Optional<Boolean> bool(String key) throws GgufException {
    return typed(key, "BOOL", v -> v instanceof GgufValue.Bool bool ? bool.value() : null);
  }

  /**
   * An array of any element type.
   *
   * @return empty if the key is missing
   * @throws GgufException if the value is no array
   */
  public Optional<GgufArray> array(String key) throws GgufException {
    return typed(key, "ARRAY", v -> v instanceof GgufArray array ? array : null);
  }

  /** The counts alone: a vocabulary has no place in a log. */
  @Override
  public String toString() {
    return "GgufHeader[keys=%d, tensors=%d, fileSize=%d]"
        .formatted(metadata.size(), tensors.size(), fileSize);
  }

  private <T> Optional<T> typed(String key, String wanted, Typed<T> as) throws GgufException {
    GgufValue value = metadata.get(key);
    if (value == null) {
      return Optional.empty();
    }
    T result = as.orNull(value);
    if (result == null) {
      throw new GgufException(
          "The metadata value must be " + wanted + ": key=" + key + ", type=" + value.type());
    }
    return Optional.of(result);
  }

  @FunctionalInterface
  private interface Typed<T> {
    @Nullable T orNull(GgufValue value);
  }
}
