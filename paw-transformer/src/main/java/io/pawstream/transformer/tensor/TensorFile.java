package io.pawstream.transformer.tensor;

import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufTensor;
import io.pawstream.transformer.math.Matrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The tensors of a GGUF file, mapped into memory. Immutable; any thread. The mappings go with the
 * last object that uses them; the file must not change before that.
 */
public final class TensorFile {
  private final GgufHeader header;
  private final Map<String, StoredWeight> tensors;

  private TensorFile(GgufHeader header, Map<String, StoredWeight> tensors) {
    this.header = header;
    this.tensors = tensors;
  }

  /**
   * Reads the header and maps every tensor.
   *
   * @throws GgufException if the file breaks the format or a limit, a tensor has a type that cannot
   *     be decoded, or has 2^31 bytes or more
   * @throws IOException if it cannot be read
   */
  public static TensorFile open(Path file, GgufLimits limits) throws IOException {
    GgufHeader header = GgufHeader.read(file, limits);
    Map<String, StoredWeight> tensors = new HashMap<>();
    try (FileChannel channel = FileChannel.open(file)) {
      for (GgufTensor tensor : header.tensors()) {
        tensors.put(tensor.name(), map(channel, header, tensor));
      }
    }
    return new TensorFile(header, tensors);
  }

  private static StoredWeight map(FileChannel channel, GgufHeader header, GgufTensor tensor)
      throws IOException {
    long cols = tensor.shape().get(0);
    long rows = tensor.shape().stream().skip(1).reduce(1L, (a, b) -> a * b);
    if (tensor.byteSize() > Integer.MAX_VALUE || rows > Integer.MAX_VALUE) {
      throw new GgufException(
          "A tensor must have less than 2^31 bytes and rows: tensor="
              + tensor.name()
              + ", shape="
              + tensor.shape());
    }
    ByteBuffer bytes =
        channel
            .map(
                FileChannel.MapMode.READ_ONLY,
                header.dataOffset() + tensor.offset(),
                tensor.byteSize())
            .order(ByteOrder.LITTLE_ENDIAN);
    try {
      return new StoredWeight(tensor.type(), bytes, (int) rows, (int) cols);
    } catch (IllegalArgumentException e) {
      throw new GgufException(e.getMessage() + ", tensor=" + tensor.name());
    }
  }

  /** What the file says before its tensors. */
  public GgufHeader header() {
    return header;
  }

  /** The names of all tensors. */
  public Set<String> names() {
    return Set.copyOf(tensors.keySet());
  }

  /** Whether there is a tensor of this name. */
  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  /**
   * A tensor as the file has it, decoded row by row when asked.
   *
   * @return rows and columns: {@code ne = [cols, rows]}; further dimensions count as rows
   * @throws GgufException if there is none of this name
   */
  public Weight weight(String name) throws GgufException {
    Weight weight = tensors.get(name);
    if (weight == null) {
      throw new GgufException("The file must have this tensor: tensor=" + name);
    }
    return weight;
  }

  /**
   * A tensor as floats, copied into memory.
   *
   * @throws GgufException if there is none of this name, or it has 2^29 elements or more
   */
  public Matrix floats(String name) throws GgufException {
    Weight weight = weight(name);
    if ((long) weight.rows() * weight.cols() >= 1 << 29) {
      throw new GgufException(
          "A tensor must have less than 2^29 elements to be kept as floats: tensor="
              + name
              + ", rows="
              + weight.rows()
              + ", cols="
              + weight.cols());
    }
    Matrix floats = Matrix.zeros(weight.rows(), weight.cols());
    weight.decode(0, floats);
    return floats;
  }
}
