package io.pawstream.engine.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Interpreters whose weights are floats, so that {@code llama} does not round activations to 8
 * bits: what is left is its keys and values of 16 bits. Labels of several tokens that begin each
 * other.
 */
class FloatInterpretersTest {
  private static final List<String> LABELS =
      List.of("bug", "bug report", "billing question", "billing", "please refund", "other");

  private static final double TOLERANCE = 5e-3;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void labelsAreScoredAsLlamaDoes(Architecture architecture) throws Exception {
    Interpreter tiny = Interpreters.known("paw-tiny", null);
    int tokens = tiny.header().array("tokenizer.ggml.tokens").orElseThrow().size();
    Transformer model = Transformer.random(shape(architecture, tokens), 3);
    Path interpreter = write(model, tiny);
    String program =
        Bundles.write(
            folder.resolve("float.paw"), adapter(model), "Task.\n{INPUT_PLACEHOLDER}\n", LABELS);
    String named = interpreter + "@sha256:" + sha256(interpreter);
    ProgramOptions scores = ProgramOptions.DEFAULT.withScores(true);
    try (Paw llama = open(named, "llama");
        Paw blas = open(named, "blas");
        PawProgram expecting = llama.load(program, scores);
        PawProgram answering = blas.load(program, scores);
        PawProgram plain = blas.load(program)) {
      for (String text : Texts.of(60)) {
        String input = text.substring(0, Math.min(80, text.length()));
        Answer expected = (Answer) expecting.apply(input);
        Answer actual = (Answer) answering.apply(input);
        for (int i = 0; i < LABELS.size(); i++) {
          var e = expected.scores().get(i);
          var a = actual.scores().get(i);
          assertThat(a.logProb()).isCloseTo(e.logProb(), within(TOLERANCE));
          assertThat(a.logProbWithEnd()).isCloseTo(e.logProbWithEnd(), within(TOLERANCE));
        }
        assertThat(actual.confidence()).isCloseTo(expected.confidence(), within(TOLERANCE));
        if (expected.margin() > TOLERANCE) {
          assertThat(actual.value()).isEqualTo(expected.value());
        }
        // without scores only what may win is computed
        Answer quick = (Answer) plain.apply(input);
        assertThat(quick.confidence()).isCloseTo(actual.confidence(), within(2e-3));
      }
    }
  }

  private static Paw open(String interpreter, String engine) {
    return Paw.open(
        PawOptions.DEFAULT
            .withInterpreter(interpreter)
            .withEngine(EngineOptions.builder().engine(engine).cacheBytes(0).build()));
  }

  private static ModelShape shape(Architecture architecture, int tokens) {
    return architecture == Architecture.GPT2
        ? new ModelShape(architecture, 3, 128, 64, 128, 4, 4, 16, 1e-5f, 0, tokens, true)
        : new ModelShape(architecture, 3, 128, 64, 96, 4, 2, 32, 1e-6f, 10_000, tokens, true);
  }

  private Path write(Transformer model, Interpreter vocabulary) throws IOException {
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
              if (key.startsWith("tokenizer.")) {
                writer.value(key, value);
              }
            });
    model.write(writer, GgufType.F32);
    Path file = folder.resolve(architecture + ".gguf");
    writer.write(file, GgufLimits.INTERPRETER);
    return file;
  }

  private byte[] adapter(Transformer model) throws IOException {
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
