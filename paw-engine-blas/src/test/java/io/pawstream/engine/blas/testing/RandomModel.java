package io.pawstream.engine.blas.testing;

import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.gguf.GgufWriter;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.transformer.ModelShape;
import io.pawstream.transformer.ModelShape.Architecture;
import io.pawstream.transformer.Transformer;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.lora.LoraLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A small interpreter with random weights as floats and the vocabulary of {@code paw-tiny}, and a
 * program for it.
 *
 * @param interpreter its reference, digest included
 * @param program path of the program
 */
public record RandomModel(String interpreter, String program) {
  private static final String PRE = "tokenizer.ggml.pre";

  /**
   * Writes both; equal arguments give equal files.
   *
   * @param tied whether the output layer is the token embedding
   * @param labels of the program; none for free text
   */
  public static RandomModel write(
      Path folder, Architecture architecture, boolean tied, List<String> labels) throws Exception {
    Interpreter tiny = Interpreters.known("paw-tiny", null);
    int tokens = tiny.header().array("tokenizer.ggml.tokens").orElseThrow().size();
    Transformer model = Transformer.random(shape(architecture, tokens, tied), 3);
    Path interpreter = interpreter(folder, model, tiny);
    String program =
        Bundles.write(
            folder.resolve("float.paw"),
            adapter(folder, model),
            "Task.\n{INPUT_PLACEHOLDER}\n",
            labels);
    return new RandomModel(interpreter + "@sha256:" + sha256(interpreter), program);
  }

  private static ModelShape shape(Architecture architecture, int tokens, boolean tied) {
    return architecture == Architecture.GPT2
        ? new ModelShape(architecture, 3, 128, 64, 128, 4, 4, 16, 1e-5f, 0, tokens, tied)
        : new ModelShape(architecture, 3, 128, 64, 96, 4, 2, 32, 1e-6f, 10_000, tokens, tied);
  }

  private static Path interpreter(Path folder, Transformer model, Interpreter vocabulary)
      throws IOException {
    String architecture = model.shape().architecture().key();
    GgufWriter writer =
        new GgufWriter()
            .string("general.architecture", architecture)
            .string("general.name", "random");
    vocabulary
        .header()
        .metadata()
        .forEach(
            (key, value) -> {
              if (key.equals(PRE) && architecture.equals("gpt2")) {
                // as the real one has it
                writer.string(PRE, "gpt-2");
              } else if (key.startsWith("tokenizer.")) {
                writer.value(key, value);
              }
            });
    model.write(writer, GgufType.F32);
    Path file = folder.resolve(architecture + ".gguf");
    writer.write(file, GgufLimits.INTERPRETER);
    return file;
  }

  private static byte[] adapter(Path folder, Transformer model) throws IOException {
    LoraAdapter adapter =
        LoraAdapter.create(model.shape().architecture().key(), model.linearLayers(), 8, 16, 5);
    SplittableRandom random = new SplittableRandom(6);
    for (LoraLayer layer : adapter.layers().values()) {
      layer.b().fillNormal(random, 0.05);
    }
    Path file = folder.resolve("adapter.gguf");
    adapter.write(file, GgufType.F32);
    return Files.readAllBytes(file);
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
