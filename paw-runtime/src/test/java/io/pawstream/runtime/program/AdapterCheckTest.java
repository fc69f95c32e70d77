package io.pawstream.runtime.program;

import static io.pawstream.runtime.testing.GgufWriter.FLOAT64;
import static io.pawstream.runtime.testing.GgufWriter.STRING;
import static io.pawstream.runtime.testing.GgufWriter.UINT32;
import static io.pawstream.runtime.testing.GgufWriter.int32;
import static io.pawstream.runtime.testing.GgufWriter.int64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.testing.Fixtures;
import io.pawstream.runtime.testing.GgufWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every case changes one thing of a real adapter. */
class AdapterCheckTest {
  private static final String Q = "blk.0.attn_q.weight";
  private static final String ALPHA = "adapter.lora.alpha";
  private static final int F16 = GgufType.F16.id();

  @Test
  void acceptsARealAdapterAndTheFourKeysAlone() throws Exception {
    GgufHeader interpreter = Fixtures.interpreterHeader();
    GgufWriter least =
        adapter()
            .without("general.name")
            .without("general.file_type")
            .without("general.quantization_version");

    assertThat(AdapterCheck.check(Fixtures.header(Fixtures.adapter()), interpreter)).isEqualTo(8);
    assertThat(check(adapter())).isEqualTo(8);
    assertThat(check(least)).isEqualTo(8);
    assertThat(check(least.alignment(64).string("general.license", "x"))).isEqualTo(8);
  }

  @Test
  void acceptsASubsetOfTheLayersAndAnyOrderOfThePair() throws Exception {
    GgufWriter some = adapter().withoutTensors();
    pair(some, "blk.3.ffn_down.weight", F16, 1, 384, 128);
    some.tensor("blk.1.attn_k.weight.lora_b", F16, 2 * 64, 1L, 64L);
    some.tensor("blk.1.attn_k.weight.lora_a", F16, 2 * 128, 128L, 1L);

    assertThat(check(some)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F16", "BF16", "Q8_0", "Q5_0", "Q4_0"})
  void acceptsTheTypesThatMultiply(GgufType type) throws Exception {
    GgufWriter some = adapter().withoutTensors();
    pair(some, Q, type.id(), 256, 128, 128);

    assertThat(check(some)).isEqualTo(256);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.MIN_VALUE, 0.5f, 1024f})
  void acceptsAlphasInRange(float alpha) throws Exception {
    assertThat(check(adapter().float32(ALPHA, alpha))).isEqualTo(8);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refuses(String what, UnaryOperator<GgufWriter> change, String message) throws Exception {
    GgufWriter writer = change.apply(adapter());

    assertThatThrownBy(() -> check(writer))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining(message);
  }

  static Stream<Arguments> refuses() {
    return Stream.of(metadata(), tensors()).flatMap(cases -> cases);
  }

  private static Stream<Arguments> metadata() {
    byte[] two = GgufWriter.text("qwen3");
    return Stream.of(
        change("no architecture", w -> w.without("general.architecture"), "architecture=missing"),
        change("other architecture", w -> w.string("general.architecture", "gpt2"), "=gpt2"),
        change(
            "architecture as array", w -> w.array("general.architecture", STRING, 1, two), "ARRAY"),
        change("no type", w -> w.without("general.type"), "general.type=missing"),
        change("a model", w -> w.string("general.type", "model"), "general.type=model"),
        change("type as number", w -> w.uint32("general.type", 1), "type=UINT32"),
        change("no adapter type", w -> w.without("adapter.type"), "adapter.type=missing"),
        change("other adapter type", w -> w.string("adapter.type", "control_vector"), "control"),
        change("adapter type as number", w -> w.uint32("adapter.type", 1), "type=UINT32"),
        change("no alpha", w -> w.without(ALPHA), "alpha=missing"),
        change("alpha as string", w -> w.string(ALPHA, "16"), "type=STRING"),
        change("alpha as f64", w -> w.raw(ALPHA, FLOAT64, int64(16)), "type=FLOAT64"),
        change("alpha as u32", w -> w.raw(ALPHA, UINT32, int32(16)), "type=UINT32"),
        change("alpha NaN", w -> w.float32(ALPHA, Float.NaN), "alpha=NaN"),
        change("alpha infinite", w -> w.float32(ALPHA, Float.POSITIVE_INFINITY), "=Infinity"),
        change("alpha 0", w -> w.float32(ALPHA, 0), "alpha=0.0"),
        change("alpha negative", w -> w.float32(ALPHA, -16), "alpha=-16.0"),
        change("alpha 1025", w -> w.float32(ALPHA, 1025), "alpha=1025.0"),
        change("name as number", w -> w.uint32("general.name", 1), "type=UINT32"),
        change("file type as string", w -> w.string("general.file_type", "1"), "type=STRING"),
        change("long name", w -> w.string("general.name", "x".repeat(1025)), "key=general.name"),
        change("name with lines", w -> w.string("general.name", "a\nb"), "key=general.name"),
        change("unknown key", w -> w.string("general.url", "x"), "key=general.url"),
        change(
            "activated lora",
            w -> w.integers("adapter.alora.invocation_tokens", 1),
            "key=adapter.alora.invocation_tokens"),
        change("a vocabulary", w -> w.strings("tokenizer.ggml.tokens", List.of("a")), "tokenizer"));
  }

  private static Stream<Arguments> tensors() {
    return Stream.of(
        change("no tensors", GgufWriter::withoutTensors, "tensors=0"),
        change("no lora_b", w -> w.withoutTensor(Q + ".lora_b"), "tensor=" + Q + ".lora_a"),
        change("no lora_a", w -> w.withoutTensor(Q + ".lora_a"), "tensor=" + Q + ".lora_b"),
        change("3-D", w -> w.tensor(Q + ".lora_a", F16, 2048, 128L, 8L, 1L), "shape=[128, 8, 1]"),
        change("3-D later", w -> w.tensor(Q + ".lora_b", F16, 2048, 8L, 128L, 1L), "[8, 128, 1]"),
        change("1-D", w -> w.tensor(Q + ".lora_a", F16, 2048, 1024L), "shape=[1024]"),
        change("turned", w -> w.tensor(Q + ".lora_b", F16, 2048, 128L, 8L), "shape=[128, 8]"),
        change("other rank", w -> w.tensor(Q + ".lora_b", F16, 1024, 4L, 128L), "shape=[4, 128]"),
        change("other input", w -> w.tensor(Q + ".lora_a", F16, 1024, 64L, 8L), "shape=[64, 8]"),
        change("two ranks", AdapterCheckTest::twoRanks, "tensor=blk.1.attn_q.weight.lora_a"),
        change("rank 257", w -> pair(w.withoutTensors(), Q, F16, 257, 128, 128), "[128, 257]"),
        change("K-quant", AdapterCheckTest::kQuant, "type=Q6_K"),
        change("integers", w -> w.tensor(Q + ".lora_a", 24, 1024, 128L, 8L), "type=I8"),
        change("token_embd", w -> pair(w, "token_embd.weight", F16, 8, 128, 6144), "token_embd"),
        change("output", w -> pair(w, "output.weight", F16, 8, 128, 6144), "tensor=output"),
        change("norm", w -> pair(w, "output_norm.weight", F16, 8, 128, 1), "output_norm"),
        change("block norm", w -> pair(w, "blk.0.attn_norm.weight", F16, 8, 128, 1), "attn_norm"),
        change("block 6 of 6", w -> pair(w, "blk.6.attn_q.weight", F16, 8, 128, 128), "blk.6"),
        change("block 00", w -> pair(w, "blk.00.attn_q.weight", F16, 8, 128, 128), "blk.00"),
        change("other layer", w -> pair(w, "blk.0.attn_x.weight", F16, 8, 128, 128), "attn_x"),
        change("GPT-2 layer", w -> pair(w, "blk.0.attn_qkv.weight", F16, 8, 128, 384), "attn_qkv"),
        change("no suffix", w -> w.tensor(Q, F16, 2048, 128L, 8L), "tensor=" + Q),
        change("lora_c", w -> w.tensor(Q + ".lora_c", F16, 2048, 128L, 8L), "lora_c"),
        change("upper case", w -> w.renameTensor(Q + ".lora_a", Q + ".lora_A"), "lora_A"));
  }

  @Test
  void refusesBytesBehindTheLastTensor() throws Exception {
    byte[] adapter = Fixtures.adapter();
    GgufHeader longer = Fixtures.header(Arrays.copyOf(adapter, adapter.length + 32));

    assertThatThrownBy(() -> AdapterCheck.check(longer, Fixtures.interpreterHeader()))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("size=" + (adapter.length + 32));
  }

  @Test
  void refusesATruncatedAdapter() throws Exception {
    byte[] adapter = Fixtures.adapter();

    assertThatThrownBy(() -> Fixtures.header(Arrays.copyOf(adapter, adapter.length - 1)))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("inside the file");
  }

  /** What a mutation leaves acceptable must still be the same tensors in the same places. */
  @Test
  @Timeout(120)
  void mutatedAdaptersFailCleanly() throws Exception {
    byte[] adapter = Fixtures.adapter();
    GgufHeader interpreter = Fixtures.interpreterHeader();
    GgufHeader original = Fixtures.header(adapter);
    long[] odd = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31, 1L << 20, 256};
    int refused = 0;
    for (long seed = 0; seed < 5000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] mutated = adapter.clone();
      int header = (int) original.dataOffset();
      for (int i = random.nextInt(3); i >= 0; i--) {
        int at = random.nextInt(header);
        if (random.nextBoolean()) {
          mutated[at] = (byte) random.nextInt(256);
        } else {
          byte[] number = int64(odd[random.nextInt(odd.length)]);
          System.arraycopy(number, 0, mutated, at, Math.min(8, header - at));
        }
      }
      if (random.nextInt(8) == 0) {
        mutated = Arrays.copyOf(mutated, random.nextInt(mutated.length));
      }
      try {
        GgufHeader accepted = Fixtures.header(mutated);
        assertThat(AdapterCheck.check(accepted, interpreter)).isEqualTo(8);
        assertThat(accepted.tensors()).hasSameSizeAs(original.tensors());
        assertThat(accepted.metadata().keySet()).isEqualTo(original.metadata().keySet());
      } catch (GgufException | ProgramException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(2500);
  }

  private static Arguments change(String what, UnaryOperator<GgufWriter> change, String message) {
    return arguments(what, change, message);
  }

  private static GgufWriter twoRanks(GgufWriter writer) {
    return pair(
        pair(writer.withoutTensors(), Q, F16, 8, 128, 128),
        "blk.1.attn_q.weight",
        F16,
        4,
        128,
        128);
  }

  private static GgufWriter kQuant(GgufWriter writer) {
    return pair(writer.withoutTensors(), "blk.0.ffn_down.weight", F16, 8, 384, 128)
        .tensor("blk.0.attn_q.weight.lora_a", F16, 2048, 128L, 8L)
        .tensor("blk.0.attn_q.weight.lora_b", GgufType.Q6_K.id(), 210 * 4, 256L, 4L);
  }

  private static GgufWriter pair(
      GgufWriter writer, String target, int typeId, long rank, long in, long out) {
    GgufType type = GgufType.of(typeId).orElseThrow();
    writer.tensor(target + ".lora_a", typeId, type.byteSize(List.of(in, rank)), in, rank);
    return writer.tensor(target + ".lora_b", typeId, type.byteSize(List.of(rank, out)), rank, out);
  }

  private static GgufWriter adapter() throws IOException {
    return GgufWriter.of(Fixtures.header(Fixtures.adapter()));
  }

  private static int check(GgufWriter writer) throws IOException {
    return AdapterCheck.check(Fixtures.header(writer.bytes()), Fixtures.interpreterHeader());
  }
}
