package io.pawstream.engine.jllama.internal;

import io.pawstream.runtime.files.internal.MomentaryFile;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufTensor;
import io.pawstream.runtime.gguf.GgufWriter;
import io.pawstream.runtime.llama.internal.LlamaException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An interpreter as llama.cpp b4916 wants it: with an output layer of its own. Where a file has
 * none, because the output layer is the token embedding, a copy that has the embedding twice is
 * there for the moment of loading. Stateless; any thread.
 */
final class UntiedFile {
  private static final Logger LOG = LoggerFactory.getLogger(UntiedFile.class);
  private static final String OUTPUT = "output.weight";
  private static final String EMBEDDING = "token_embd.weight";

  private UntiedFile() {}

  /**
   * What {@code load} makes of the file, or of a copy that is deleted afterwards; what has mapped
   * it into memory keeps it.
   *
   * @throws LlamaException if the copy cannot be written
   */
  static <T> T with(Path interpreter, Function<Path, T> load) {
    GgufHeader header;
    try {
      header = GgufHeader.read(interpreter, GgufLimits.INTERPRETER);
    } catch (IOException e) {
      throw new LlamaException(
          "An interpreter must be readable: file=" + interpreter + ", error=" + e.getMessage(), e);
    }
    if (header.tensor(OUTPUT).isPresent()) {
      return load.apply(interpreter);
    }
    try {
      return MomentaryFile.use(
          "paw-untied-",
          "interpreter.gguf",
          copy -> {
            write(interpreter, header, copy);
            LOG.info(
                "the engine jllama loads {} with its token embedding a second time, as output"
                    + " layer",
                interpreter.getFileName());
            return load.apply(copy);
          });
    } catch (IOException e) {
      throw new LlamaException(
          "An interpreter without output.weight must be copied with one for a moment: directory="
              + System.getProperty("java.io.tmpdir")
              + ", error="
              + e.getMessage()
              + "; set java.io.tmpdir to a directory with room for it",
          e);
    }
  }

  private static void write(Path interpreter, GgufHeader header, Path copy) throws IOException {
    GgufWriter writer = new GgufWriter();
    header
        .metadata()
        .forEach(
            (key, value) -> {
              if (!key.equals("general.alignment")) {
                writer.value(key, value);
              }
            });
    try (FileChannel file = FileChannel.open(interpreter)) {
      for (GgufTensor tensor : header.tensors()) {
        GgufWriter.Data data =
            out -> copy(file, header.dataOffset() + tensor.offset(), tensor.byteSize(), out);
        writer.tensor(tensor.name(), tensor.type(), tensor.shape(), data);
        if (tensor.name().equals(EMBEDDING)) {
          writer.tensor(OUTPUT, tensor.type(), tensor.shape(), data);
        }
      }
      writer.write(copy, GgufLimits.INTERPRETER);
    }
  }

  private static void copy(FileChannel file, long from, long bytes, OutputStream out)
      throws IOException {
    WritableByteChannel target = Channels.newChannel(out);
    long copied = 0;
    while (copied < bytes) {
      long count = file.transferTo(from + copied, bytes - copied, target);
      if (count <= 0) {
        throw new IOException("the interpreter ends before its tensors do");
      }
      copied += count;
    }
  }
}
