package io.pawstream.runtime.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.testing.Fixtures;
import io.pawstream.runtime.testing.GgufWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GgufTypeTest {
  /** Bytes of 256 elements, by the block structs of ggml. */
  @ParameterizedTest
  @CsvSource({
    "F32, 1024",
    "F16, 512",
    "BF16, 512",
    "Q4_0, 144",
    "Q4_1, 160",
    "Q5_0, 176",
    "Q5_1, 192",
    "Q8_0, 272",
    "Q2_K, 84",
    "Q3_K, 110",
    "Q4_K, 144",
    "Q5_K, 176",
    "Q6_K, 210"
  })
  void sizes(GgufType type, long bytes) {
    assertThat(type.byteSize(List.of(256L))).isEqualTo(bytes);
    assertThat(type.byteSize(List.of(512L, 3L))).isEqualTo(6 * bytes);
    assertThat(GgufType.of(type.id())).contains(type);
  }

  @Test
  void kQuantsDoNotFitRowsOfRank64() {
    assertThatThrownBy(() -> GgufType.Q6_K.byteSize(List.of(64L, 1024L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dimension=64");
  }

  /** The hub's standard adapters have exactly these sizes. */
  @Test
  void reproducesThePublishedAdapterSizes() throws Exception {
    GgufWriter qwen = adapter("qwen3");
    for (int i = 0; i < 28; i++) {
      pair(qwen, i, "attn_q", 1024, 2048);
      pair(qwen, i, "attn_k", 1024, 1024);
      pair(qwen, i, "attn_v", 1024, 1024);
      pair(qwen, i, "attn_output", 2048, 1024);
      pair(qwen, i, "ffn_gate", 1024, 3072);
      pair(qwen, i, "ffn_up", 1024, 3072);
      pair(qwen, i, "ffn_down", 3072, 1024);
    }
    GgufWriter gpt2 = adapter("gpt2");
    for (int i = 0; i < 12; i++) {
      pair(gpt2, i, "attn_qkv", 768, 2304);
      pair(gpt2, i, "attn_output", 768, 768);
      pair(gpt2, i, "ffn_up", 768, 3072);
      pair(gpt2, i, "ffn_down", 3072, 768);
    }

    GgufHeader qwenHeader = Fixtures.header(qwen.bytes());
    GgufHeader gpt2Header = Fixtures.header(gpt2.bytes());

    assertThat(qwenHeader.tensors()).hasSize(392);
    assertThat(qwenHeader.dataOffset()).isEqualTo(26_816);
    assertThat(qwenHeader.dataEnd()).isEqualTo(qwenHeader.fileSize()).isEqualTo(22_735_040);
    assertThat(gpt2Header.tensors()).hasSize(96);
    assertThat(gpt2Header.dataOffset()).isEqualTo(6_752);
    assertThat(gpt2Header.dataEnd()).isEqualTo(gpt2Header.fileSize()).isEqualTo(5_315_168);
  }

  private static GgufWriter adapter(String architecture) {
    return new GgufWriter()
        .string("general.architecture", architecture)
        .string("general.type", "adapter")
        .string("adapter.type", "lora")
        .float32("adapter.lora.alpha", 16);
  }

  private static void pair(GgufWriter writer, int block, String layer, long in, long out) {
    String name = "blk." + block + "." + layer + ".weight";
    GgufType type = GgufType.Q4_0;
    writer.tensor(name + ".lora_a", type.id(), type.byteSize(List.of(in, 64L)), in, 64L);
    writer.tensor(name + ".lora_b", type.id(), type.byteSize(List.of(64L, out)), 64L, out);
  }
}
