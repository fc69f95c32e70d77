package io.pawstream.compiler.testing;

import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufTensor;
import io.pawstream.runtime.gguf.GgufValue;
import io.pawstream.runtime.gguf.GgufWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;

/** Interpreters that differ from another in what their header says. */
public final class Ggufs {
  private Ggufs() {}

  /** Copies an interpreter with other values of some keys. */
  public static Path copy(Path from, Path to, Map<String, GgufValue> values) throws IOException {
    GgufHeader header = GgufHeader.read(from, GgufLimits.INTERPRETER);
    GgufWriter writer = new GgufWriter();
    header.metadata().forEach((key, value) -> writer.value(key, values.getOrDefault(key, value)));
    for (GgufTensor tensor : header.tensors()) {
      writer.tensor(
          tensor.name(), tensor.type(), tensor.shape(), out -> data(from, header, tensor, out));
    }
    writer.write(to, GgufLimits.INTERPRETER);
    return to;
  }

  private static void data(Path from, GgufHeader header, GgufTensor tensor, OutputStream out)
      throws IOException {
    try (FileChannel channel = FileChannel.open(from)) {
      channel.transferTo(
          header.dataOffset() + tensor.offset(), tensor.byteSize(), Channels.newChannel(out));
    }
  }
}
