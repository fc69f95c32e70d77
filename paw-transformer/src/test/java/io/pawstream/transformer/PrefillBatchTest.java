package io.pawstream.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.transformer.PrefillBatch.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which rows a batch has, and what each sees. */
class PrefillBatchTest {

  @Test
  void everySequenceCanBeReadBackFromItsRuns() {
    SplittableRandom random = new SplittableRandom(1);
    int shared = 0;
    for (int trial = 0; trial < 2000; trial++) {
      int letters = 1 + random.nextInt(3);
      List<int[]> sequences =
          IntStream.rangeClosed(0, random.nextInt(8))
              .mapToObj(i -> random.ints(1 + random.nextInt(9), 0, letters).toArray())
              .toList();
      PrefillBatch batch = PrefillBatch.sharing(sequences, Past.NOTHING);
      TokenBatch tokens = batch.tokens();
      assertThat(batch.sequences()).isEqualTo(sequences.size());
      int sum = 0;
      for (int s = 0; s < sequences.size(); s++) {
        List<Rows> rows = new ArrayList<>(batch.run(s).before());
        rows.add(batch.run(s).rows());
        int[] at = rows.stream().flatMapToInt(r -> IntStream.range(r.from(), r.to())).toArray();
        assertThat(IntStream.of(at).map(tokens::token).toArray()).isEqualTo(sequences.get(s));
        assertThat(IntStream.of(at).map(tokens::position).toArray())
            .isEqualTo(IntStream.range(0, at.length).toArray());
        assertThat(batch.length(s)).isEqualTo(at.length);
        assertThat(batch.run(s).rows().count()).isPositive();
        sum += at.length;
      }
      assertThat(tokens.rows()).isLessThanOrEqualTo(sum);
      shared += sum - tokens.rows();
      int row = 0;
      for (PrefillBatch.Run run : batch.runs()) {
        assertThat(run.rows().from()).isEqualTo(row);
        row = run.rows().to();
      }
      assertThat(row).isEqualTo(tokens.rows());
    }
    assertThat(shared).isGreaterThan(5_000);
  }

  @Test
  void linesOfOneMinuteTakeTheirTimeOnce() {
    int[] time = {20, 26, 11, 28, 20, 30};
    List<int[]> lines =
        IntStream.range(0, 32)
            .mapToObj(i -> IntStream.concat(IntStream.of(time), IntStream.of(i, i + 1)).toArray())
            .toList();
    PrefillBatch batch = PrefillBatch.sharing(lines, Past.NOTHING);
    assertThat(batch.tokens().rows()).isEqualTo(time.length + 32 * 2);
    assertThat(batch.runs()).hasSize(33);
  }

  @Test
  void whatCostsMoreThanItSavesIsNotShared() {
    PrefillBatch batch =
        PrefillBatch.sharing(List.of(new int[] {1, 2, 3}, new int[] {1, 2, 4}), Past.NOTHING);
    assertThat(batch.runs()).hasSize(2);
    assertThat(batch.tokens().rows()).isEqualTo(6);
  }

  @Test
  void everySequenceNeedsTokens() {
    assertThatThrownBy(() -> PrefillBatch.sharing(List.of(), Past.NOTHING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sequences=0");
    assertThatThrownBy(() -> PrefillBatch.sharing(List.of(new int[0]), Past.NOTHING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sequence=0");
  }
}
