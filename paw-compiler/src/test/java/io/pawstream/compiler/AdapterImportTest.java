package io.pawstream.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.compiler.testing.Greetings;
import io.pawstream.compiler.testing.PeftFiles;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.math.Matrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A demonstration program's adapter, taken apart and brought back. */
class AdapterImportTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  @TempDir Path directory;
  private Path gguf;
  private ProgramBundle original;
  private LoraAdapter adapter;

  @BeforeEach
  void takeApart() throws IOException {
    original = ProgramBundle.read(Path.of("../programs/log.paw"));
    gguf = directory.resolve("adapter.gguf");
    original.writeAdapter(gguf);
    adapter = LoraAdapter.read(gguf);
  }

  private ImportRequest request() {
    return new ImportRequest(original.template(), Greetings.tiny(), directory.resolve("new.paw"))
        .withLabels(original.meta().labels())
        .withCreatedAt(Instant.EPOCH);
  }

  @Test
  void aGgufAdapterStaysAsItIs() throws Exception {
    ProgramBundle bundle = AdapterImport.fromGguf(gguf, request());

    assertThat(bundle.digest()).isEqualTo(original.digest());
    assertThat(bundle.meta().spec()).isNull();
    assertThat(bundle.meta().programId()).isEqualTo(original.digest().substring(7, 27));
    try (Paw paw = Paw.open();
        PawProgram program = paw.load(bundle.path().toString())) {
      assertThat(((Answer) program.apply("ERROR disk failure on node 3")).value())
          .isIn(original.meta().labels().labels());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = GgufType.class,
      names = {"F32", "F16", "BF16"})
  void aPeftCheckpointBecomesTheSameAdapter(GgufType type) throws IOException {
    checkpoint(type, config(), name -> name);

    ProgramBundle bundle =
        AdapterImport.fromPeft(directory, request().withSpec("Log.").withAdapterType(GgufType.F16));

    assertThat(bundle.meta().spec()).isEqualTo("Log.");
    assertThat(bundle.template()).isEqualTo(original.template());
    Path written = directory.resolve("written.gguf");
    bundle.writeAdapter(written);
    LoraAdapter back = LoraAdapter.read(written);
    assertThat(back.alpha()).isEqualTo(adapter.alpha());
    assertThat(back.layers().keySet()).isEqualTo(adapter.layers().keySet());
    // the original is F16, which F32 and F16 hold exactly; BF16 has 8 bits
    double tolerance = type == GgufType.BF16 ? 1.0 / 128 : 0;
    adapter
        .layers()
        .forEach(
            (name, layer) -> {
              same(back.layers().get(name).a(), layer.a(), tolerance);
              same(back.layers().get(name).b(), layer.b(), tolerance);
            });
  }

  private static void same(Matrix actual, Matrix expected, double tolerance) {
    assertThat(actual.rows()).isEqualTo(expected.rows());
    for (int i = 0; i < expected.rows(); i++) {
      float[] row = expected.toArray(i);
      float[] read = actual.toArray(i);
      assertThat(read).hasSameSizeAs(row);
      for (int j = 0; j < row.length; j++) {
        assertThat(Math.abs(read[j] - row[j]))
            .isLessThanOrEqualTo((float) (tolerance * Math.abs(row[j]) + tolerance * 1e-6));
      }
    }
  }

  @Test
  void aScaleByTheRootOfTheRankIsBroughtIntoAlpha() throws IOException {
    Map<String, Object> config = config();
    config.put("use_rslora", true);
    config.put("lora_alpha", 16 / Math.sqrt(8));
    checkpoint(GgufType.F16, config, name -> name);

    ProgramBundle bundle = AdapterImport.fromPeft(directory, request());

    assertThat(bundle.adapter().float32("adapter.lora.alpha").get()).isEqualTo(16f);
  }

  static Stream<Arguments> configs() {
    return Stream.of(
        Arguments.of("peft_type", "LOHA", "peft_type=LOHA"),
        Arguments.of("r", 4, "r=4"),
        Arguments.of("r", "x", "r="),
        Arguments.of("bias", "all", "bias=all"),
        Arguments.of("use_dora", true, "use_dora=true"),
        Arguments.of("rank_pattern", Map.of("q_proj", 4), "rank_pattern"),
        Arguments.of("modules_to_save", List.of("lm_head"), "modules_to_save"),
        Arguments.of("layer_replication", List.of(List.of(0, 2)), "layer_replication"),
        Arguments.of("alora_invocation_tokens", List.of(7), "alora_invocation_tokens"),
        Arguments.of("init_lora_weights", "pissa_niter_16", "init_lora_weights=pissa_niter_16"),
        Arguments.of("init_lora_weights", "olora", "path_initial_model_for_weight_conversion"),
        Arguments.of("lora_alpha", 0, "alpha"),
        Arguments.of("lora_alpha", 1e9, "alpha"));
  }

  @ParameterizedTest
  @MethodSource("configs")
  void refusesWhatALoraOfLlamaCannotExpress(String key, Object value, String part)
      throws IOException {
    Map<String, Object> config = config();
    config.put(key, value);
    checkpoint(GgufType.F32, config, name -> name);

    refused(part);
  }

  @Test
  void refusesTensorsWithoutAPlace() throws IOException {
    checkpoint(GgufType.F32, config(), name -> name.replace("layers.1.", "layers.7."));
    refused("tensors without a place=14");
    checkpoint(GgufType.F32, config(), name -> name.replace("q_proj", "lm_head"));
    refused("lm_head");
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        damage(file -> file.putLong(0, Long.MAX_VALUE), "header="),
        damage(file -> file.putLong(0, -1), "header=-1"),
        damage(file -> file.putLong(0, 0), "header=0"),
        damage(file -> file.put(8, (byte) '['), "JSON header"),
        damage(file -> file.putInt(file.limit() - 4, 0x7F800000), "finite"),
        damage(file -> file.limit(file.limit() / 2), "inside the file"),
        damage(file -> file.limit(4), "must be whole"));
  }

  private static Arguments damage(Consumer<ByteBuffer> change, String part) {
    return Arguments.of(change, part);
  }

  @ParameterizedTest
  @MethodSource("damages")
  void refusesDamagedFiles(Consumer<ByteBuffer> change, String part) throws IOException {
    Path file = checkpoint(GgufType.F32, config(), name -> name);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    change.accept(bytes);
    Files.write(file, Arrays.copyOf(bytes.array(), bytes.limit()));

    refused(part);
  }

  @Test
  void refusesWhatIsNotThere() throws IOException {
    refused("adapter_config.json");
    assertThatThrownBy(() -> AdapterImport.fromGguf(directory.resolve("none.gguf"), request()))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("none.gguf");
    assertThatThrownBy(() -> AdapterImport.fromGguf(Greetings.tiny().file(), request()))
        .isInstanceOf(CompileException.class);
    assertThat(directory.resolve("new.paw")).doesNotExist();
  }

  private void refused(String part) throws IOException {
    assertThatThrownBy(() -> AdapterImport.fromPeft(directory, request()))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining(part);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .noneMatch(name -> name.contains("new.paw"));
    }
  }

  private static Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("peft_type", "LORA");
    config.put("r", 8);
    config.put("lora_alpha", 16);
    config.put("bias", "none");
    config.put("rank_pattern", Map.of());
    config.put("modules_to_save", null);
    return config;
  }

  private Path checkpoint(GgufType type, Map<String, Object> config, UnaryOperator<String> rename)
      throws IOException {
    Files.writeString(directory.resolve("adapter_config.json"), JSON.writeValueAsString(config));
    return PeftFiles.write(directory.resolve("adapter_model.safetensors"), adapter, type, rename);
  }
}
