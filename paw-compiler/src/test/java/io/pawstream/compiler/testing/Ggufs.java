package io.pawstream.compiler.testing;

import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufTensor;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.gguf.GgufValue;
import io.pawstream.runtime.gguf.GgufWriter;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.transformer.ModelShape;
import io.pawstream.transformer.Transformer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Interpreters that differ from another. */
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

  /**
   * Values that put tokens in the place of the last ones that were merged.
   *
   * @param values others to change
   */
  public static Map<String, GgufValue> withLastTokens(
      GgufHeader header, Map<String, GgufValue> values, String... texts) throws IOException {
    String tokensKey = "tokenizer.ggml.tokens";
    String typesKey = "tokenizer.ggml.token_type";
    String mergesKey = "tokenizer.ggml.merges";
    List<String> tokens = new ArrayList<>(header.array(tokensKey).orElseThrow().strings());
    List<String> merges = new ArrayList<>(header.array(mergesKey).orElseThrow().strings());
    int[] types =
        Arrays.stream(header.array(typesKey).orElseThrow().integers())
            .mapToInt(Math::toIntExact)
            .toArray();
    for (String text : texts) {
      String merged = merges.remove(merges.size() - 1).replace(" ", "");
      int token = tokens.indexOf(merged);
      tokens.set(token, text);
      // LLAMA_TOKEN_TYPE_USER_DEFINED
      types[token] = 4;
    }
    Path file = Files.createTempFile("tokens", ".gguf");
    try {
      new GgufWriter()
          .strings(tokensKey, tokens)
          .int32s(typesKey, types)
          .strings(mergesKey, merges)
          .write(file, GgufLimits.INTERPRETER);
      GgufHeader written = GgufHeader.read(file, GgufLimits.INTERPRETER);
      Map<String, GgufValue> all = new HashMap<>(values);
      for (String key : List.of(tokensKey, typesKey, mergesKey)) {
        all.put(key, written.array(key).orElseThrow());
      }
      return all;
    } finally {
      Files.delete(file);
    }
  }

  /** An array of numbers as a header has it. */
  public static GgufValue int32s(int... numbers) throws IOException {
    Path file = Files.createTempFile("numbers", ".gguf");
    try {
      new GgufWriter().int32s("numbers", numbers).write(file, GgufLimits.INTERPRETER);
      return GgufHeader.read(file, GgufLimits.INTERPRETER).array("numbers").orElseThrow();
    } finally {
      Files.delete(file);
    }
  }

  /** A small GPT-2 with random weights and the vocabulary of another interpreter. */
  public static Path gpt2(Interpreter vocabulary, Path to) throws IOException {
    return gpt2(vocabulary, to, gpt2(vocabulary), GgufType.F16);
  }

  /** The weights of {@link #gpt2(Interpreter, Path)}. */
  public static Transformer gpt2(Interpreter vocabulary) throws GgufException {
    int tokens = vocabulary.header().array("tokenizer.ggml.tokens").orElseThrow().size();
    return Transformer.random(
        new ModelShape(
            ModelShape.Architecture.GPT2, 2, 128, 32, 64, 2, 2, 16, 1e-5f, 0, tokens, true),
        1);
  }

  /**
   * A GPT-2 with the vocabulary of another interpreter.
   *
   * @param type of its matrices
   */
  public static Path gpt2(Interpreter vocabulary, Path to, Transformer model, GgufType type)
      throws IOException {
    GgufWriter writer =
        new GgufWriter().string("general.architecture", "gpt2").string("general.name", "small");
    vocabulary
        .header()
        .metadata()
        .forEach(
            (key, value) -> {
              if (key.equals("tokenizer.ggml.pre")) {
                writer.string(key, "gpt-2");
              } else if (key.startsWith("tokenizer.")) {
                writer.value(key, value);
              }
            });
    model.write(writer, type);
    writer.write(to, GgufLimits.INTERPRETER);
    return to;
  }
}
