package io.pawstream.runtime.gguf;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one header from front to back. One thread, one use. */
final class GgufParser {
  /** The letters {@code GGUF} as a little-endian number. */
  private static final int MAGIC = 0x46554747;

  private static final int VERSION = 3;
  private static final String ALIGNMENT_KEY = "general.alignment";
  private static final int DEFAULT_ALIGNMENT = 32;

  /** The GGUF description asks for a multiple of 8. */
  private static final int MIN_ALIGNMENT = 8;

  private static final int MAX_ALIGNMENT = 4096;
  private static final int MAX_DIMENSIONS = 4;

  /** {@code GGML_MAX_NAME} is 64 with the closing NUL. */
  private static final int MAX_TENSOR_NAME_BYTES = 63;

  private final GgufInput in;
  private final long fileSize;
  private final GgufLimits limits;

  GgufParser(InputStream in, long fileSize, GgufLimits limits) {
    this.in = new GgufInput(in, Math.min(fileSize, limits.maxHeaderBytes()));
    this.fileSize = fileSize;
    this.limits = limits;
  }

  GgufHeader parse() throws IOException {
    if (fileSize > limits.maxFileBytes()) {
      throw new GgufException(
          "A GGUF file of this kind may have at most "
              + limits.maxFileBytes()
              + " bytes: size="
              + fileSize);
    }
    int magic = in.int32("the magic");
    if (magic != MAGIC) {
      throw new GgufException(
          "A GGUF file must begin with the letters GGUF: magic=%08x"
              .formatted(Integer.reverseBytes(magic)));
    }
    int version = in.int32("the version");
    if (version != VERSION) {
      throw new GgufException(
          "Only little-endian GGUF version 3 is read: version="
              + Integer.toUnsignedString(version));
    }
    int tensorCount = in.count("the tensor count", limits.maxTensors());
    int keyCount = in.count("the metadata count", limits.maxKeys());
    Map<String, GgufValue> metadata = metadata(keyCount);
    int alignment = alignment(metadata);
    List<GgufTensor> tensors = tensors(tensorCount, alignment);
    long dataOffset = pad(in.position(), alignment);
    GgufHeader header = new GgufHeader(alignment, metadata, tensors, dataOffset, fileSize);
    if (header.dataEnd() > fileSize) {
      throw new GgufException(
          "All tensors must lie inside the file: end of the last tensor="
              + header.dataEnd()
              + ", size="
              + fileSize
              + "; the file is cut off or its header is wrong");
    }
    return header;
  }

  private Map<String, GgufValue> metadata(int count) throws IOException {
    Map<String, GgufValue> metadata = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String key = in.name("a metadata key", limits.maxKeyBytes());
      GgufValue value = value(key, type(key));
      if (metadata.put(key, value) != null) {
        throw new GgufException("A metadata key may stand only once: key=" + key);
      }
    }
    return metadata;
  }

  private GgufValue value(String key, GgufValue.Type type) throws IOException {
    return switch (type) {
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 ->
          new GgufValue.Int(type, integer(type, key));
      case FLOAT32 -> new GgufValue.Real(type, Float.intBitsToFloat(in.int32(key)));
      case FLOAT64 -> new GgufValue.Real(type, Double.longBitsToDouble(in.int64(key)));
      case BOOL -> new GgufValue.Bool(bool(key));
      case STRING -> new GgufValue.Text(in.string(key, limits.maxStringBytes()));
      case ARRAY -> array(key);
    };
  }

  private long integer(GgufValue.Type type, String key) throws IOException {
    return switch (type) {
      case UINT8 -> in.int8(key) & 0xFF;
      case INT8 -> in.int8(key);
      case UINT16 -> in.int16(key) & 0xFFFF;
      case INT16 -> in.int16(key);
      case UINT32 -> in.int32(key) & 0xFFFF_FFFFL;
      case INT32 -> in.int32(key);
      default -> in.int64(key);
    };
  }

  private boolean bool(String key) throws IOException {
    byte value = in.int8(key);
    if (value != 0 && value != 1) {
      throw new GgufException("A BOOL must be 0 or 1: key=" + key + ", value=" + (value & 0xFF));
    }
    return value == 1;
  }

  private GgufArray array(String key) throws IOException {
    GgufValue.Type elementType = type(key);
    if (elementType == GgufValue.Type.ARRAY) {
      throw new GgufException("Arrays of arrays are not read: key=" + key);
    }
    int count = in.count("the length of array " + key, limits.maxArrayElements());
    if (elementType == GgufValue.Type.STRING) {
      return in.strings(key, count, limits.maxStringBytes());
    }
    return GgufArray.ofNumbers(elementType, in.bytes(key, count * elementType.bytes()));
  }

  private GgufValue.Type type(String key) throws IOException {
    int id = in.int32("the type of " + key);
    Optional<GgufValue.Type> type = GgufValue.Type.of(id);
    if (type.isEmpty()) {
      throw new GgufException(
          "The type of a metadata value must be one of 0 to 12: key="
              + key
              + ", type="
              + Integer.toUnsignedString(id));
    }
    return type.get();
  }

  private static int alignment(Map<String, GgufValue> metadata) throws GgufException {
    GgufValue value = metadata.get(ALIGNMENT_KEY);
    if (value == null) {
      return DEFAULT_ALIGNMENT;
    }
    if (!(value instanceof GgufValue.Int number) || number.type() != GgufValue.Type.UINT32) {
      throw new GgufException(ALIGNMENT_KEY + " must be UINT32: type=" + value.type());
    }
    long alignment = number.value();
    if (alignment < MIN_ALIGNMENT || alignment > MAX_ALIGNMENT || Long.bitCount(alignment) != 1) {
      throw new GgufException(
          ALIGNMENT_KEY
              + " must be a power of two from "
              + MIN_ALIGNMENT
              + " to "
              + MAX_ALIGNMENT
              + ": value="
              + alignment);
    }
    return (int) alignment;
  }

  /** ggml accepts one placement only: each tensor begins where the one before ends, padded. */
  private List<GgufTensor> tensors(int count, int alignment) throws IOException {
    List<GgufTensor> tensors = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long next = 0;
    for (int i = 0; i < count; i++) {
      GgufTensor tensor = tensor();
      if (!names.add(tensor.name())) {
        throw new GgufException("A tensor name may stand only once: tensor=" + tensor.name());
      }
      if (tensor.offset() != next) {
        throw new GgufException(
            "Tensors must lie one after the other, without gap or overlap: tensor="
                + tensor.name()
                + ", offset="
                + Long.toUnsignedString(tensor.offset())
                + ", expected="
                + next);
      }
      try {
        next = pad(Math.addExact(next, tensor.byteSize()), alignment);
      } catch (ArithmeticException e) {
        throw tooLarge(tensor.name(), tensor.shape());
      }
      tensors.add(tensor);
    }
    return tensors;
  }

  private GgufTensor tensor() throws IOException {
    String name = in.name("a tensor name", MAX_TENSOR_NAME_BYTES);
    int dimensions = in.int32(name);
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw new GgufException(
          "A tensor must have 1 to 4 dimensions: tensor="
              + name
              + ", dimensions="
              + Integer.toUnsignedString(dimensions));
    }
    List<Long> shape = new ArrayList<>(dimensions);
    for (int i = 0; i < dimensions; i++) {
      long dimension = in.int64(name);
      if (dimension < 1) {
        throw new GgufException(
            "A dimension must be at least 1: tensor="
                + name
                + ", dimension="
                + Long.toUnsignedString(dimension));
      }
      shape.add(dimension);
    }
    long typeId = in.int32(name) & 0xFFFF_FFFFL;
    Optional<GgufType> type = GgufType.of(typeId);
    if (type.isEmpty()) {
      throw new GgufException("The tensor type is not known: tensor=" + name + ", type=" + typeId);
    }
    long offset = in.int64(name);
    return new GgufTensor(name, type.get(), shape, offset, byteSize(name, type.get(), shape));
  }

  private static long byteSize(String name, GgufType type, List<Long> shape) throws GgufException {
    try {
      // the number of elements must fit as well: ggml counts in signed 64 bits
      long elements = 1;
      for (long dimension : shape) {
        elements = Math.multiplyExact(elements, dimension);
      }
      return type.byteSize(shape);
    } catch (IllegalArgumentException e) {
      throw new GgufException(e.getMessage() + ", tensor=" + name);
    } catch (ArithmeticException e) {
      throw tooLarge(name, shape);
    }
  }

  private static GgufException tooLarge(String name, List<Long> shape) {
    return new GgufException(
        "The size of a tensor must fit 63 bits: tensor=" + name + ", shape=" + shape);
  }

  private static long pad(long position, int alignment) {
    return Math.addExact(position, alignment - 1L) & -alignment;
  }
}
