package io.pawstream.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.transformer.ModelShape.Architecture;
import io.pawstream.transformer.Transformer.Keep;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.JavaGemm;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.OpenBlasGemm;
import io.pawstream.transformer.math.Workers;
import io.pawstream.transformer.tensor.TensorFile;
import io.pawstream.transformer.testing.Fixtures;
import io.pawstream.transformer.testing.Models;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The prefill pass against the forward pass, which knows no prefix and computes every row. */
class PrefillPassTest {
  private static final double TOLERANCE = 1e-4;

  @TempDir static Path folder;

  @ParameterizedTest
  @CsvSource({
    "QWEN3, true, 0, 1", "QWEN3, false, 3, 2", "QWEN3, true, 2, 3",
    "GPT2, true, 0, 2", "GPT2, false, 3, 1", "GPT2, true, 2, 2"
  })
  void whatComesAfterAPrefixAndAfterAPromptIsAsInOneSequence(
      Architecture architecture, boolean tied, int rank, int threads) {
    Transformer model = Models.model(architecture, tied);
    LoraAdapter adapter = rank == 0 ? null : Models.adapter(model, rank, 4);
    check(
        model,
        adapter,
        threads,
        Fixtures.tokens(7, 17, 1),
        List.of(Fixtures.tokens(5, 17, 2), Fixtures.tokens(1, 17, 3), Fixtures.tokens(9, 17, 4)),
        List.of(Fixtures.tokens(3, 17, 5), Fixtures.tokens(1, 17, 6), Fixtures.tokens(2, 17, 7)));
  }

  @ParameterizedTest
  @CsvSource({"FLOATS, 1", "AS_STORED, 2", "AS_STORED, 3"})
  void longSequencesOnTheTinyInterpreter(Keep keep, int threads) throws IOException {
    TensorFile file = TensorFile.open(Fixtures.interpreter(folder), GgufLimits.INTERPRETER);
    LoraAdapter adapter = LoraAdapter.read(Fixtures.adapter("intent", folder));
    List<int[]> prompts = new ArrayList<>();
    List<int[]> steps = new ArrayList<>();
    for (int length : new int[] {31, 1, 400, 200, 17}) {
      prompts.add(Fixtures.tokens(length, 2000, length));
      steps.add(Fixtures.tokens(1 + length % 4, 2000, length + 1));
    }
    Transformer model = Transformer.load(file, keep);
    check(model, adapter, threads, Fixtures.tokens(100, 2000, 9), prompts, steps);
  }

  /** Of one, two and three levels, one that is the beginning of another, and equal ones. */
  @ParameterizedTest
  @CsvSource({"QWEN3, 7, 1", "QWEN3, 0, 2", "GPT2, 3, 3"})
  void whatBeginsAlikeIsComputedOnce(Architecture architecture, int prefix, int threads) {
    Transformer model = Models.model(architecture, true);
    List<int[]> prompts =
        List.of(
            new int[] {4, 5, 6, 7, 1, 2},
            new int[] {9, 9},
            new int[] {4, 5, 6, 7, 1, 3, 3, 3, 8},
            new int[] {4, 5, 6, 7, 1, 3, 3, 3, 9},
            new int[] {4, 5, 6, 7},
            new int[] {9, 9},
            new int[] {4, 5, 6, 7, 1, 3, 3, 3, 9, 1},
            new int[] {11});
    List<int[]> steps =
        IntStream.range(0, prompts.size())
            .mapToObj(i -> Fixtures.tokens(1 + i % 3, 17, i))
            .toList();
    check(
        model,
        Models.adapter(model, 2, 4),
        threads,
        prefix == 0 ? new int[0] : Fixtures.tokens(prefix, 17, 1),
        prompts,
        steps);
    assertThat(PrefillBatch.sharing(prompts, Past.NOTHING).tokens().rows()).isEqualTo(19);
  }

  @Test
  void noPrefixIsNeeded() {
    Transformer model = Models.model(Architecture.QWEN3, true);
    check(
        model,
        null,
        1,
        new int[0],
        List.of(Fixtures.tokens(5, 17, 2), Fixtures.tokens(1, 17, 3)),
        List.of(Fixtures.tokens(3, 17, 5), Fixtures.tokens(1, 17, 6)));
  }

  /** Prompts after the prefix, then two steps after each prompt. */
  private static void check(
      Transformer model,
      @Nullable LoraAdapter adapter,
      int threads,
      int[] prefix,
      List<int[]> prompts,
      List<int[]> steps) {
    try (Workers workers = new Workers(threads)) {
      Compute compute = Compute.of(new OpenBlasGemm(), workers);
      Prepared prepared = new Prepared(model, adapter);
      PrefillPass pass = new PrefillPass(compute, () -> false);
      KeyValues shared = prefix.length == 0 ? null : pass.prefix(prepared, prefix);
      Past past = Past.prefix(shared);
      PrefillBatch batch = PrefillBatch.sharing(prompts, past);
      KeyValues kept = pass.room(model.shape(), prompts.stream().mapToInt(p -> p.length).sum());
      Matrix rows = pass.run(prepared, batch, past, ones(prompts.size()), kept);
      int[] some = {3, 0, 16};
      Matrix chosen = pass.logits(prepared, rows, some);
      Matrix logits = pass.logits(prepared, rows, null);
      Matrix expected = expected(model, adapter, compute, prefix, prompts, ones(prompts.size()));
      assertClose(logits, expected);
      for (int i = 0; i < prompts.size(); i++) {
        for (int j = 0; j < some.length; j++) {
          assertThat(chosen.get(i, j)).isCloseTo(logits.get(i, some[j]), within(logits));
        }
      }

      int[] from = new int[2 * prompts.size()];
      int[] to = new int[from.length];
      int[] wanted = new int[from.length];
      List<int[]> continued = new ArrayList<>();
      List<int[]> whole = new ArrayList<>();
      int keptRows = 0;
      for (int i = 0; i < from.length; i++) {
        int prompt = i / 2;
        int[] step = i % 2 == 0 ? steps.get(prompt) : new int[] {i % 7};
        from[i] = keptRows;
        to[i] = keptRows + batch.length(prompt);
        keptRows = i % 2 == 0 ? keptRows : to[i];
        wanted[i] = Math.min(2, step.length);
        continued.add(step);
        whole.add(join(prompts.get(prompt), step));
      }
      Past further = Past.kept(shared, kept, from, to);
      Matrix next = pass.run(prepared, TokenBatch.of(continued, further), further, wanted, null);
      assertClose(
          pass.logits(prepared, next, null),
          expected(model, adapter, compute, prefix, whole, wanted));
    }
  }

  private static org.assertj.core.data.Offset<Float> within(Matrix logits) {
    float largest = 0;
    for (float value : logits.toArray(0)) {
      largest = Math.max(largest, Math.abs(value));
    }
    return org.assertj.core.data.Offset.offset(1e-5f * largest);
  }

  private static Matrix expected(
      Transformer model,
      @Nullable LoraAdapter adapter,
      Compute compute,
      int[] prefix,
      List<int[]> sequences,
      int[] wanted) {
    TokenBatch batch = TokenBatch.of(sequences.stream().map(s -> join(prefix, s)).toList());
    int[] rows =
        IntStream.range(0, sequences.size())
            .flatMap(s -> IntStream.range(batch.end(s) - wanted[s], batch.end(s)))
            .toArray();
    return new ForwardPass(model, compute).logits(batch, adapter, rows);
  }

  private static void assertClose(Matrix actual, Matrix expected) {
    assertThat(actual.rows()).isEqualTo(expected.rows());
    assertThat(Fixtures.relativeError(actual, Fixtures.rows(expected))).isLessThan(TOLERANCE);
  }

  private static int[] ones(int count) {
    int[] ones = new int[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static int[] join(int[] a, int[] b) {
    return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
  }

  @Test
  void aStoppedPassEndsBetweenBlocksAndThePassCanGoOn() {
    Transformer model = Models.model(Architecture.QWEN3, true);
    try (Workers workers = new Workers(2)) {
      AtomicInteger looks = new AtomicInteger();
      PrefillPass pass =
          new PrefillPass(Compute.of(new JavaGemm(), workers), () -> looks.incrementAndGet() == 2);
      Prepared prepared = new Prepared(model, null);
      assertThatThrownBy(() -> pass.prefix(prepared, new int[] {1, 2}))
          .isInstanceOf(CancellationException.class);
      assertThat(looks).hasValue(2);
      assertThat(pass.prefix(prepared, new int[] {1, 2}).length()).isEqualTo(2);
    }
  }

  @Test
  void tokensAndPositionsMustBeOfTheModel() {
    Prepared prepared = new Prepared(Models.model(Architecture.GPT2, true), null);
    try (Workers workers = new Workers(1)) {
      PrefillPass pass = new PrefillPass(Compute.of(new JavaGemm(), workers), () -> false);
      assertThatThrownBy(() -> pass.prefix(prepared, new int[] {17}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("token=17");
      assertThatThrownBy(() -> pass.prefix(prepared, new int[21]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("position=20");
    }
  }
}
