package io.pawstream.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.gguf.GgufWriter;
import io.pawstream.transformer.ModelShape.Architecture;
import io.pawstream.transformer.Transformer.Keep;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.OpenBlasGemm;
import io.pawstream.transformer.math.Workers;
import io.pawstream.transformer.optim.Parameter;
import io.pawstream.transformer.tensor.TensorFile;
import io.pawstream.transformer.testing.Fixtures;
import io.pawstream.transformer.testing.LlamaReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The forward pass against llama.cpp on the same files; the length of the difference over that of
 * the logits.
 *
 * <p>With quantized weights llama.cpp rounds activations to 8 bits and we do not, which is about 1
 * in 100; the same weights as floats show what else there is.
 */
class LlamaAgreementTest {
  private static final String PROMPT =
      "<|im_start|>user\n"
          + "Decide how urgent the message is: immediate or wait.\n\n"
          + "I'm locked out and the board presentation starts in ten minutes! Please call me back"
          + " as soon as you can, my number is 0170 1234567.<|im_end|>\n"
          + "<|im_start|>assistant\n";

  @TempDir static Path folder;
  private static Path quantized;
  private static Path floats;
  private static Workers workers;
  private static Compute compute;

  @BeforeAll
  static void prepare() throws IOException {
    quantized = Fixtures.interpreter(folder);
    workers = new Workers(1);
    compute = Compute.of(new OpenBlasGemm(), workers);
    TensorFile file = TensorFile.open(quantized, GgufLimits.INTERPRETER);
    floats = folder.resolve("floats.gguf");
    GgufWriter writer = tokenizer(file.header(), "qwen3");
    Transformer.load(file, Keep.FLOATS).write(writer, GgufType.F32);
    writer.write(floats, GgufLimits.INTERPRETER);
  }

  @AfterAll
  static void close() {
    workers.close();
  }

  private static GgufWriter tokenizer(GgufHeader header, String architecture) {
    GgufWriter writer = new GgufWriter().string("general.architecture", architecture);
    header.metadata().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("tokenizer."))
        .forEach(entry -> writer.value(entry.getKey(), entry.getValue()));
    return writer;
  }

  // the floats are the same weights, so what the quantised file differs by beyond them is that
  // llama.cpp rounds activations to 8 bits there
  @ParameterizedTest
  @CsvSource({
    "true, , 1e-2",
    "true, log, 1.2e-2",
    "true, urgency, 1e-2",
    "false, , 1e-3",
    "false, log, 1e-3",
    "false, email, 1e-3"
  })
  void pawTinyGivesTheLogitsOfLlama(boolean asShipped, String program, double limit)
      throws IOException {
    Path interpreter = asShipped ? quantized : floats;
    Path adapter = program == null ? null : Fixtures.adapter(program, folder);
    assertThat(error(interpreter, adapter, Keep.FLOATS, LlamaReference.tokens(quantized, PROMPT)))
        .isLessThan(limit);
  }

  @ParameterizedTest
  @EnumSource(Keep.class)
  void gpt2GivesTheLogitsOfLlama(Keep keep) throws IOException {
    GgufHeader header = GgufHeader.read(quantized, GgufLimits.INTERPRETER);
    int vocabulary = header.array("tokenizer.ggml.tokens").orElseThrow().strings().size();
    ModelShape shape =
        new ModelShape(Architecture.GPT2, 3, 128, 64, 192, 4, 4, 16, 1e-5f, 0, vocabulary, true);
    Path file = folder.resolve("gpt2-" + keep + ".gguf");
    GgufWriter writer = tokenizer(header, "gpt2");
    Transformer model = Transformer.random(shape, 3);
    model.parameters().stream().filter(p -> !p.decays()).forEach(LlamaAgreementTest::disturb);
    model.write(writer, GgufType.F32);
    writer.write(file, GgufLimits.INTERPRETER);
    LoraAdapter adapter = LoraAdapter.create("gpt2", model.linearLayers(), 8, 16, 5);
    SplittableRandom random = new SplittableRandom(4);
    adapter.layers().values().forEach(layer -> layer.b().fillNormal(random, 0.1));
    Path adapterFile = folder.resolve("gpt2-adapter.gguf");
    adapter.write(adapterFile, GgufType.F32);

    int[] tokens = Fixtures.tokens(70, vocabulary, 8);
    assertThat(error(file, null, keep, tokens)).isLessThan(1e-3);
    assertThat(error(file, adapterFile, keep, tokens)).isLessThan(1e-3);
  }

  /** Makes gains and biases differ from one and zero. */
  private static void disturb(Parameter parameter) {
    int width = parameter.value().cols();
    parameter.value().add(0, Fixtures.random(1, width, width).toArray(0));
  }

  private static double error(Path interpreter, Path adapter, Keep keep, int... tokens)
      throws IOException {
    Transformer model =
        Transformer.load(TensorFile.open(interpreter, GgufLimits.INTERPRETER), keep);
    LoraAdapter lora = adapter == null ? null : LoraAdapter.read(adapter);
    Matrix logits =
        new ForwardPass(model, compute)
            .logits(TokenBatch.of(List.of(tokens)), lora, Fixtures.allRows(tokens.length));
    return Fixtures.distance(logits, LlamaReference.logits(interpreter, adapter, tokens));
  }
}
