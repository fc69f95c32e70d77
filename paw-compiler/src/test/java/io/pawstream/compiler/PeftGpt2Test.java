package io.pawstream.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.compiler.testing.Ggufs;
import io.pawstream.compiler.testing.Greetings;
import io.pawstream.compiler.testing.Llama;
import io.pawstream.compiler.testing.PeftFiles;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.program.Template;
import io.pawstream.transformer.Transformer;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.lora.LoraLayer;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.optim.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Checkpoints for GPT-2, whose layers Transformers keeps as {@code Conv1D}, [in, out], the other
 * way round than a GGUF file; A and B are [rank, in] and [out, rank] all the same.
 */
class PeftGpt2Test {
  private static final int RANK = 4;
  private static final double ALPHA = 10;
  private static final int[] TOKENS = new SplittableRandom(9).ints(40, 0, 2048).toArray();

  @TempDir Path directory;
  private Interpreter base;
  private LoraAdapter adapter;

  @BeforeEach
  void make() throws IOException {
    base = interpreter("base", model());
    Transformer model = model();
    adapter = LoraAdapter.create("gpt2", model.linearLayers(), RANK, 1, 5);
    SplittableRandom random = new SplittableRandom(6);
    adapter.layers().values().forEach(layer -> layer.b().fillNormal(random, 0.1));
  }

  /** Gains and biases matter in it too. */
  private static Transformer model() throws IOException {
    Transformer model = Ggufs.gpt2(Greetings.tiny());
    SplittableRandom random = new SplittableRandom(2);
    for (Parameter parameter : model.parameters()) {
      if (!parameter.decays()) {
        float[] values = parameter.value().toArray(0);
        for (int i = 0; i < values.length; i++) {
          values[i] += (float) (0.3 * random.nextGaussian());
        }
        parameter.value().put(0, values);
      }
    }
    return model;
  }

  private Interpreter interpreter(String name, Transformer model) throws IOException {
    Path file =
        Ggufs.gpt2(Greetings.tiny(), directory.resolve(name + ".gguf"), model, GgufType.F32);
    return Interpreters.resolve(file.toString(), true, null);
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, false", "true, true"})
  void theImportedAdapterAddsWhatPeftWouldMerge(boolean fanInFanOut, boolean rsLora)
      throws IOException {
    Map<String, Object> config = config();
    // Conv1D layers are the other way round whatever the file says
    config.put("fan_in_fan_out", fanInFanOut);
    config.put("use_rslora", rsLora);
    checkpoint(config, name -> name);

    Path imported = directory.resolve("imported.gguf");
    AdapterImport.fromPeft(directory, request()).writeAdapter(imported);

    Transformer merged = model();
    for (Parameter parameter : merged.parameters()) {
      LoraLayer layer = adapter.layers().get(parameter.name());
      if (layer != null) {
        merge(parameter.value(), layer, ALPHA / (rsLora ? Math.sqrt(RANK) : RANK));
      }
    }
    float[][] expected = logits(interpreter("merged", merged), null);
    assertThat(distance(logits(base, imported), expected)).isLessThan(1e-3);
    assertThat(distance(logits(base, null), expected)).isGreaterThan(0.05);
  }

  /**
   * As PEFT's {@code get_delta_weight} does for Conv1D: {@code W += transpose(B A) * scale}, W
   * being [in, out].
   */
  private static void merge(Matrix gguf, LoraLayer layer, double scale) {
    int in = gguf.cols();
    int out = gguf.rows();
    double[][] conv1d = new double[in][out];
    for (int i = 0; i < in; i++) {
      for (int o = 0; o < out; o++) {
        double delta = 0;
        for (int r = 0; r < RANK; r++) {
          delta += (double) layer.b().get(o, r) * layer.a().get(r, i);
        }
        conv1d[i][o] = gguf.get(o, i) + scale * delta;
      }
    }
    for (int i = 0; i < in; i++) {
      for (int o = 0; o < out; o++) {
        gguf.put(o, i, (float) conv1d[i][o]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "base_model.model.transformer.h., base_model.model.h.",
    ".weight, .default.weight",
    "attn.c_proj, attn.attn_c_proj",
    "mlp.c_proj, mlp.mlp_c_proj"
  })
  void knowsTheNamesThatModelsAndVersionsGive(String usual, String other) throws IOException {
    checkpoint(config(), name -> name);
    String digest = AdapterImport.fromPeft(directory, request()).digest();
    checkpoint(config(), name -> name.replace(usual, other));

    assertThat(AdapterImport.fromPeft(directory, request()).digest()).isEqualTo(digest);
  }

  @Test
  void takesOneKindOfLayerAlone() throws IOException {
    Map<String, LoraLayer> some = new LinkedHashMap<>(adapter.layers());
    some.keySet().removeIf(name -> !name.contains("attn_qkv"));
    adapter = new LoraAdapter("gpt2", 1, some);
    checkpoint(config(), name -> name);

    assertThat(AdapterImport.fromPeft(directory, request()).adapter().tensors()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({
    "transformer.h.0.attn.c_attn, transformer.wte, wte",
    "transformer.h.0.attn.c_attn, lm_head, lm_head",
    "h.1.attn.c_proj, h.0.attn.attn_c_proj, attn_c_proj",
    "attn.c_attn, attn.q_proj, q_proj"
  })
  void refusesWhatHasNoPlace(String usual, String other, String part) throws IOException {
    checkpoint(config(), name -> name.replace(usual, other));

    assertThatThrownBy(() -> AdapterImport.fromPeft(directory, request()))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining(part);
    assertThat(directory.resolve("new.paw")).doesNotExist();
  }

  private static Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("peft_type", "LORA");
    config.put("r", RANK);
    config.put("lora_alpha", ALPHA);
    config.put("fan_in_fan_out", true);
    return config;
  }

  private void checkpoint(Map<String, Object> config, UnaryOperator<String> rename)
      throws IOException {
    Files.writeString(
        directory.resolve("adapter_config.json"), new ObjectMapper().writeValueAsString(config));
    PeftFiles.write(directory.resolve("adapter_model.safetensors"), adapter, GgufType.F32, rename);
  }

  private ImportRequest request() {
    return new ImportRequest(new Template("Ask:\n", "\n"), base, directory.resolve("new.paw"))
        .withAdapterType(GgufType.F32);
  }

  private static float[][] logits(Interpreter interpreter, Path adapter) {
    try (Llama llama = new Llama(interpreter)) {
      return llama.logits(adapter, TOKENS);
    }
  }

  /** The length of the difference over the length of all values. */
  private static double distance(float[][] actual, float[][] expected) {
    double difference = 0;
    double all = 0;
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j < expected[i].length; j++) {
        difference += Math.pow(actual[i][j] - expected[i][j], 2);
        all += Math.pow(expected[i][j], 2);
      }
    }
    return Math.sqrt(difference / all);
  }
}
