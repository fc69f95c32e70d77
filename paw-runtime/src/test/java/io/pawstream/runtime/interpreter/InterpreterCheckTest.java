package io.pawstream.runtime.interpreter;

import static io.pawstream.runtime.testing.GgufWriter.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.testing.Fixtures;
import io.pawstream.runtime.testing.GgufWriter;
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

/** Every case changes one thing of the shipped interpreter. */
class InterpreterCheckTest {
  private static final int F32 = GgufType.F32.id();
  private static final String EPSILON = "qwen3.attention.layer_norm_rms_epsilon";

  @Test
  void acceptsTheShippedInterpreter() throws Exception {
    assertThat(InterpreterCheck.check(Fixtures.interpreterHeader()))
        .isEqualTo(new HyperParameters(Architecture.QWEN3, 6, 512, 128, 384, 4, 2, 32, 32));
  }

  @Test
  void acceptsASeparateOutputLayer() throws Exception {
    GgufWriter writer = interpreter().tensor("output.weight", F32, 128 * 6144 * 4, 128L, 6144L);

    assertThat(InterpreterCheck.check(Fixtures.header(writer.bytes())).blockCount()).isEqualTo(6);
  }

  @Test
  void acceptsGpt2() throws Exception {
    assertThat(InterpreterCheck.check(Fixtures.header(gpt2().bytes())))
        .isEqualTo(new HyperParameters(Architecture.GPT2, 1, 16, 8, 32, 2, 2, 4, 4));
  }

  @Test
  void gpt2NeedsAllItsPositionsAndBiases() throws Exception {
    assertRefused(gpt2().uint32("gpt2.attention.head_count_kv", 1), "headCountKv=1");
    assertRefused(gpt2().uint32("gpt2.attention.head_count", 3), "embeddingLength=8");
    assertRefused(gpt2().uint32("gpt2.context_length", 32), "tensor=position_embd.weight");
    assertRefused(gpt2().withoutTensor("blk.0.attn_qkv.bias"), "missing=blk.0.attn_qkv.bias");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refuses(String what, UnaryOperator<GgufWriter> change, String message) throws Exception {
    assertRefused(change.apply(interpreter()), message);
  }

  static Stream<Arguments> refuses() {
    String tokens = "tokenizer.ggml.tokens";
    String types = "tokenizer.ggml.token_type";
    String eos = "tokenizer.ggml.eos_token_id";
    return Stream.of(
        change("no architecture", w -> w.without("general.architecture"), "architecture=missing"),
        change("llama", w -> w.string("general.architecture", "llama"), "architecture=llama"),
        change("array", w -> w.strings("general.architecture", List.of("qwen3")), "type=ARRAY"),
        change("an adapter", w -> w.string("general.type", "adapter"), "general.type=adapter"),
        change("one of several", w -> w.uint32("split.count", 2), "key=split.*"),
        change("no blocks", w -> w.uint32("qwen3.block_count", 0), "block_count=0"),
        change("513 blocks", w -> w.uint32("qwen3.block_count", 513), "block_count=513"),
        change("7 blocks of 6", w -> w.uint32("qwen3.block_count", 7), "missing=blk.6.attn_norm"),
        change("block count gone", w -> w.without("qwen3.block_count"), "block_count=missing"),
        change("block count text", w -> w.string("qwen3.block_count", "4"), "type=STRING"),
        change("no context", w -> w.uint32("qwen3.context_length", 0), "context_length=0"),
        change("context 4 G", w -> w.uint32("qwen3.context_length", -1), "=4294967295"),
        change("width", w -> w.uint32("qwen3.embedding_length", 256), "expected=[256, 6144]"),
        change("inner", w -> w.uint32("qwen3.feed_forward_length", 99), "expected=[128, 99]"),
        change("heads", w -> w.uint32("qwen3.attention.head_count", 8), "expected=[128, 256]"),
        change("no heads", w -> w.uint32("qwen3.attention.head_count", 0), "head_count=0"),
        change("3 of 4 heads", w -> w.uint32("qwen3.attention.head_count_kv", 3), "headCountKv=3"),
        change("lengths", w -> w.uint32("qwen3.attention.value_length", 16), "keyLength=32: value"),
        change("odd keys", InterpreterCheckTest::oddKeys, "keyLength=31"),
        change("epsilon NaN", w -> w.float32(EPSILON, Float.NaN), EPSILON + "=NaN"),
        change("epsilon 0", w -> w.float32(EPSILON, 0), EPSILON + "=0.0"),
        change("epsilon negative", w -> w.float32(EPSILON, -1e-6f), EPSILON + "=-1.0E-6"),
        change("epsilon text", w -> w.string(EPSILON, "x"), "type=STRING"),
        change("rope base NaN", w -> w.float32("qwen3.rope.freq_base", Float.NaN), "base=NaN"),
        change("rope base 0", w -> w.float32("qwen3.rope.freq_base", 0), "base=0.0"),
        change("half a rope", w -> w.uint32("qwen3.rope.dimension_count", 16), "count=16"),
        change("experts", w -> w.uint32("qwen3.expert_count", 1 << 30), "key=qwen3.expert_count"),
        change("no vocabulary", w -> w.without(tokens), tokens + "=0"),
        change("numbers as tokens", w -> w.integers(tokens, 1, 2), "elementType=INT32"),
        change("double token", w -> w.strings(tokens, List.of("a", "a")), "token=1"),
        change("empty token", w -> w.strings(tokens, List.of("a", "")), "token=1"),
        change("smaller vocabulary", w -> w.strings(tokens, List.of("a", "b")), types),
        change("other model", w -> w.string("tokenizer.ggml.model", "llama"), "model=llama"),
        change("token types short", w -> w.integers(types, 1, 2), types),
        change("token types bytes", w -> w.array(types, 1, 6144, new byte[6144]), types),
        change("scores", w -> w.array("tokenizer.ggml.scores", INT32, 0, new byte[0]), "scores"),
        change("merges", w -> w.integers("tokenizer.ggml.merges", 1), "merges=INT32[1]"),
        change("no end token", w -> w.without(eos), eos + "=missing"),
        change("end token outside", w -> w.uint32(eos, 6144), eos + "=6144"),
        change("end token text", w -> w.string(eos, "2"), "type=STRING"),
        change("embedding gone", w -> w.withoutTensor("token_embd.weight"), "missing=token_embd"),
        change("norm gone", w -> w.withoutTensor("blk.2.ffn_norm.weight"), "blk.2.ffn_norm"),
        change(
            "matrix turned",
            w -> w.tensor("blk.0.ffn_up.weight", F32, 384 * 128 * 4, 384L, 128L),
            "shape=[384, 128]"),
        change(
            "matrix of integers",
            w -> w.tensor("blk.0.ffn_up.weight", 26, 384 * 128 * 4, 128L, 384L),
            "type=I32"),
        change(
            "norm in half precision",
            w -> w.tensor("output_norm.weight", 1, 256, 128L),
            "type=F16"),
        change(
            "output of another size",
            w -> w.tensor("output.weight", F32, 128 * 4 * 4, 128L, 4L),
            "tensor=output.weight"));
  }

  @Test
  @Timeout(120)
  void mutatedInterpretersFailCleanly() throws Exception {
    byte[] interpreter = Fixtures.interpreter();
    GgufHeader original = Fixtures.header(interpreter);
    HyperParameters shape = InterpreterCheck.check(original);
    int refused = 0;
    for (long seed = 0; seed < 2000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] mutated = interpreter.clone();
      int end = (int) original.dataOffset();
      // the first kilobytes are settings, the last are tensors; between lies the vocabulary
      int at = random.nextBoolean() ? random.nextInt(1200) : random.nextInt(end - 4096, end);
      for (int i = random.nextInt(8); i >= 0; i--) {
        mutated[at + random.nextInt(Math.min(16, end - at))] = (byte) random.nextInt(256);
      }
      if (random.nextInt(8) == 0) {
        mutated = Arrays.copyOf(mutated, random.nextInt(end));
      }
      try {
        HyperParameters accepted = InterpreterCheck.check(Fixtures.header(mutated));
        assertThat(accepted.embeddingLength()).isEqualTo(shape.embeddingLength());
      } catch (GgufException | InterpreterException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  private static Arguments change(String what, UnaryOperator<GgufWriter> change, String message) {
    return arguments(what, change, message);
  }

  private static GgufWriter oddKeys(GgufWriter writer) {
    return writer
        .uint32("qwen3.attention.key_length", 31)
        .uint32("qwen3.attention.value_length", 31);
  }

  private static void assertRefused(GgufWriter writer, String message) {
    assertThatThrownBy(() -> InterpreterCheck.check(Fixtures.header(writer.bytes())))
        .isInstanceOf(InterpreterException.class)
        .hasMessageContaining(message);
  }

  private static GgufWriter interpreter() throws Exception {
    return GgufWriter.of(Fixtures.interpreterHeader());
  }

  private static GgufWriter gpt2() {
    GgufWriter writer =
        new GgufWriter()
            .string("general.architecture", "gpt2")
            .uint32("gpt2.block_count", 1)
            .uint32("gpt2.context_length", 16)
            .uint32("gpt2.embedding_length", 8)
            .uint32("gpt2.feed_forward_length", 32)
            .uint32("gpt2.attention.head_count", 2)
            .string("tokenizer.ggml.model", "gpt2")
            .strings("tokenizer.ggml.tokens", List.of("a", "b", "c"))
            .uint32("tokenizer.ggml.eos_token_id", 2)
            .tensor("token_embd.weight", F32, 96, 8L, 3L)
            .tensor("position_embd.weight", F32, 512, 8L, 16L);
    for (String norm : List.of("output_norm", "blk.0.attn_norm", "blk.0.ffn_norm")) {
      writer.tensor(norm + ".weight", F32, 32, 8L).tensor(norm + ".bias", F32, 32, 8L);
    }
    linear(writer, "attn_qkv", 8, 24);
    linear(writer, "attn_output", 8, 8);
    linear(writer, "ffn_up", 8, 32);
    linear(writer, "ffn_down", 32, 8);
    return writer;
  }

  private static void linear(GgufWriter writer, String layer, long in, long out) {
    writer.tensor("blk.0." + layer + ".weight", F32, in * out * 4, in, out);
    writer.tensor("blk.0." + layer + ".bias", F32, out * 4, out);
  }
}
