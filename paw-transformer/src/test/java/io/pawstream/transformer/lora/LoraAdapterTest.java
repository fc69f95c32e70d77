package io.pawstream.transformer.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.gguf.GgufWriter;
import io.pawstream.runtime.program.AdapterCheck;
import io.pawstream.transformer.Transformer;
import io.pawstream.transformer.Transformer.Keep;
import io.pawstream.transformer.tensor.TensorFile;
import io.pawstream.transformer.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoraAdapterTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"F32, 8, 0", "F16, 8, 5e-4", "Q8_0, 32, 5e-3", "Q4_0, 64, 0.126"})
  void whatIsWrittenPassesTheCheckAndIsReadBack(GgufType type, int rank, double limit)
      throws IOException {
    TensorFile interpreter = TensorFile.open(Fixtures.interpreter(folder), GgufLimits.INTERPRETER);
    Transformer model = Transformer.load(interpreter, Keep.AS_STORED);
    LoraAdapter adapter = LoraAdapter.create("qwen3", model.linearLayers(), rank, 16, 1);
    adapter
        .layers()
        .values()
        .forEach(layer -> layer.b().copy(Fixtures.random(layer.b().rows(), rank, 2)));
    Path file = folder.resolve("adapter.gguf");
    adapter.write(file, type);

    GgufHeader header = GgufHeader.read(file, GgufLimits.ADAPTER);
    assertThat(AdapterCheck.check(header, interpreter.header())).isEqualTo(rank);
    assertThat(header.metadata().keySet())
        .containsExactly(
            "general.architecture", "general.type", "adapter.type", "adapter.lora.alpha");

    LoraAdapter read = LoraAdapter.read(file);
    model.check(read);
    assertThat(read.alpha()).isEqualTo(16);
    assertThat(read.maxRank()).isEqualTo(rank);
    assertThat(read.layers().keySet()).containsExactlyElementsOf(adapter.layers().keySet());
    read.layers()
        .forEach(
            (name, layer) -> {
              LoraLayer expected = adapter.layers().get(name);
              assertThat(layer.scale()).isEqualTo(16f / rank);
              assertThat(Fixtures.relativeError(layer.a(), Fixtures.rows(expected.a())))
                  .isLessThanOrEqualTo(limit);
              assertThat(Fixtures.relativeError(layer.b(), Fixtures.rows(expected.b())))
                  .isLessThanOrEqualTo(limit);
            });
  }

  @Test
  void demonstrationAdaptersAreReadAndWrittenWithoutLoss() throws IOException {
    Path original = Fixtures.adapter("log", folder);
    LoraAdapter adapter = LoraAdapter.read(original);
    Path again = folder.resolve("again.gguf");
    adapter.write(again, GgufType.F16);
    LoraAdapter read = LoraAdapter.read(again);
    adapter
        .layers()
        .forEach(
            (name, layer) -> {
              assertThat(Fixtures.rows(read.layers().get(name).a()))
                  .isEqualTo(Fixtures.rows(layer.a()));
              assertThat(Fixtures.rows(read.layers().get(name).b()))
                  .isEqualTo(Fixtures.rows(layer.b()));
            });
    // the order in the file is its own: a change of one byte in 1,000 would show
    assertThat(Files.size(again)).isCloseTo(Files.size(original), withinHeader());
  }

  private static Offset<Long> withinHeader() {
    return Offset.offset(256L);
  }

  @Test
  void aNewAdapterDependsOnItsSeedAlone() {
    Map<String, LinearShape> shapes = Map.of("blk.0.attn_q.weight", new LinearShape(6, 4));
    LoraLayer one =
        LoraAdapter.create("qwen3", shapes, 2, 4, 7).layers().values().iterator().next();
    LoraLayer same =
        LoraAdapter.create("qwen3", shapes, 2, 4, 7).layers().values().iterator().next();
    LoraLayer other =
        LoraAdapter.create("qwen3", shapes, 2, 4, 8).layers().values().iterator().next();
    assertThat(Fixtures.rows(same.a())).isEqualTo(Fixtures.rows(one.a()));
    assertThat(Fixtures.rows(other.a())).isNotEqualTo(Fixtures.rows(one.a()));
    assertThat(Fixtures.rows(one.b())).isEqualTo(new float[4][2]);
    assertThat(one.scale()).isEqualTo(2);
  }

  @Test
  void typesThatDoNotFitTheRankAreRefusedAndNothingIsWritten() throws IOException {
    LoraAdapter adapter =
        LoraAdapter.create(
            "qwen3", Map.of("blk.0.attn_q.weight", new LinearShape(64, 64)), 8, 8, 1);
    Path file = folder.resolve("adapter.gguf");
    assertThatThrownBy(() -> adapter.write(file, GgufType.Q8_0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiple of 32");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path file = folder.resolve("adapter.gguf");
    new GgufWriter().string("general.type", "model").write(file, GgufLimits.ADAPTER);
    assertThatThrownBy(() -> LoraAdapter.read(file))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("adapter.type lora");
    single("blk.0.attn_q.weight.lora_a").write(file, GgufLimits.ADAPTER);
    assertThatThrownBy(() -> LoraAdapter.read(file))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("tensor=blk.0.attn_q.weight.lora_b");
    single("other").write(file, GgufLimits.ADAPTER);
    assertThatThrownBy(() -> LoraAdapter.read(file))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("pairs=0");
  }

  private static GgufWriter single(String tensor) {
    return new GgufWriter()
        .string("general.type", "adapter")
        .string("adapter.type", "lora")
        .tensor(tensor, GgufType.F32, List.of(2L, 1L), out -> out.write(new byte[8]));
  }
}
