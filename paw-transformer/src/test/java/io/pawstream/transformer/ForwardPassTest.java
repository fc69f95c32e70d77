package io.pawstream.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.transformer.ModelShape.Architecture;
import io.pawstream.transformer.Transformer.Keep;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.Gemm;
import io.pawstream.transformer.math.JavaGemm;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.OpenBlasGemm;
import io.pawstream.transformer.math.Workers;
import io.pawstream.transformer.tensor.TensorFile;
import io.pawstream.transformer.testing.Fixtures;
import io.pawstream.transformer.testing.Models;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forward pass against itself. */
class ForwardPassTest {
  @TempDir static Path folder;
  private static TensorFile file;
  private static LoraAdapter adapter;

  private static final List<int[]> SEQUENCES =
      List.of(
          Fixtures.tokens(31, 2000, 1),
          Fixtures.tokens(1, 2000, 2),
          Fixtures.tokens(300, 2000, 3),
          Fixtures.tokens(17, 2000, 4));

  @BeforeAll
  static void open() throws IOException {
    file = TensorFile.open(Fixtures.interpreter(folder), GgufLimits.INTERPRETER);
    adapter = LoraAdapter.read(Fixtures.adapter("intent", folder));
  }

  private static Matrix logits(
      Keep keep, Gemm gemm, int threads, List<int[]> sequences, int... rows) throws IOException {
    try (Workers workers = new Workers(threads)) {
      Transformer model = Transformer.load(file, keep);
      return new ForwardPass(model, Compute.of(gemm, workers))
          .logits(TokenBatch.of(sequences), adapter, rows);
    }
  }

  @Test
  void aSequenceGivesTheSameAloneAndInABatch() throws IOException {
    Matrix batch = logits(Keep.FLOATS, new OpenBlasGemm(), 1, SEQUENCES, 348, 30, 331, 200, 31);
    Matrix first = logits(Keep.FLOATS, new OpenBlasGemm(), 1, List.of(SEQUENCES.get(0)), 30);
    Matrix third = logits(Keep.FLOATS, new OpenBlasGemm(), 1, List.of(SEQUENCES.get(2)), 299, 168);
    Matrix last = logits(Keep.FLOATS, new OpenBlasGemm(), 1, List.of(SEQUENCES.get(3)), 16);
    assertClose(batch.rows(0, 1), last);
    assertClose(batch.rows(1, 2), first);
    assertClose(batch.rows(2, 4), third);
  }

  @Test
  void threadsProductsAndKindsOfWeightsAgree() throws IOException {
    int[] rows = {0, 30, 31, 200, 331, 348};
    Matrix expected = logits(Keep.FLOATS, new OpenBlasGemm(), 1, SEQUENCES, rows);
    assertClose(logits(Keep.FLOATS, new OpenBlasGemm(), 3, SEQUENCES, rows), expected);
    assertClose(logits(Keep.FLOATS, new JavaGemm(), 2, SEQUENCES, rows), expected);
    assertClose(logits(Keep.AS_STORED, new OpenBlasGemm(), 2, SEQUENCES, rows), expected);
  }

  @Test
  void laterTokensChangeNothing() throws IOException {
    int[] tokens = SEQUENCES.get(0).clone();
    Matrix before = logits(Keep.FLOATS, new OpenBlasGemm(), 1, List.of(tokens), 19);
    tokens[20] = 5;
    Matrix after = logits(Keep.FLOATS, new OpenBlasGemm(), 1, List.of(tokens), 19);
    assertThat(after.toArray(0)).isEqualTo(before.toArray(0));
  }

  @Test
  void onePassServesBatchesAndAdaptersOfAnySize() {
    Transformer model = Models.model(Architecture.QWEN3, false);
    LoraAdapter small = Models.adapter(model, 2, 4);
    LoraAdapter large = Models.adapter(model, 5, 4);
    TokenBatch few = TokenBatch.of(List.of(new int[] {1, 2}));
    TokenBatch many = TokenBatch.of(List.of(new int[] {1, 2}, Fixtures.tokens(15, 17, 1)));
    try (Workers workers = new Workers(1)) {
      Compute compute = Compute.of(new JavaGemm(), workers);
      ForwardPass pass = new ForwardPass(model, compute);
      for (LoraAdapter lora : new LoraAdapter[] {small, null, large, small}) {
        for (TokenBatch batch : List.of(few, many, few)) {
          Matrix expected = new ForwardPass(model, compute).logits(batch, lora, 1);
          assertThat(pass.logits(batch, lora, 1).toArray(0)).isEqualTo(expected.toArray(0));
        }
      }
    }
  }

  private static void assertClose(Matrix actual, Matrix expected) {
    assertThat(Fixtures.relativeError(actual, Fixtures.rows(expected))).isLessThan(1e-5);
  }
}
