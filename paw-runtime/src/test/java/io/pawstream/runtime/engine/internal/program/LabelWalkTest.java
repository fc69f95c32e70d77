package io.pawstream.runtime.engine.internal.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.FinishReason;
import io.pawstream.runtime.answer.LabelScore;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.engine.internal.QueuedInput;
import io.pawstream.runtime.engine.internal.llama.LlamaProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Label scoring on rows of logits that the test makes up. */
class LabelWalkTest {
  private static final double EXACT = 1e-9;

  private static NativeFixture natives;
  private static LoadedProgram<LlamaProgram> program;
  private static LoadedProgram<LlamaProgram> scoring;
  private static int end;
  private static int vocabulary;

  /** Steps that the lane takes side by side. */
  private int most = 3;

  /** What the made-up interpreter was asked, in order. */
  private final List<List<Integer>> asked = new ArrayList<>();

  @BeforeAll
  static void open() {
    natives = new NativeFixture();
    program = natives.program("intent.paw", ProgramOptions.DEFAULT);
    scoring = natives.program("intent.paw", ProgramOptions.DEFAULT.withScores(true));
    end = program.endToken();
    vocabulary = natives.model().vocabSize();
  }

  @AfterAll
  static void close() {
    natives.close();
  }

  @Test
  void labelsOfOneTokenCostOneRow() {
    Answer answer =
        walk(
            new int[][] {{10}, {20}, {30}},
            path -> row(Map.of(10, 1.0, 20, 3.0, 30, 2.0, 40, 9.0)));

    double sum = Math.exp(1) + Math.exp(3) + Math.exp(2);
    assertThat(asked).containsExactly(List.of());
    assertThat(answer.kind()).isEqualTo(Answer.Kind.LABEL);
    assertThat(answer.finish()).isEqualTo(FinishReason.LABEL);
    assertThat(answer.value()).isEqualTo("label 1");
    assertThat(answer.confidence()).isCloseTo(Math.exp(3) / sum, within(EXACT));
    assertThat(answer.margin()).isCloseTo(1.0, within(EXACT));
    assertThat(answer.scores()).isEmpty();
  }

  @Test
  void aLabelIsScoredWholeAndWhatCannotMatterIsNotEvaluated() {
    // the first token of label 0 is the likeliest, its rest is not
    int[][] tokens = {{10, 11, 12}, {20, 21}, {30, 31}};
    Answer answer =
        walk(
            tokens,
            path ->
                switch (path.isEmpty() ? 0 : path.get(0)) {
                  case 0 -> row(Map.of(10, 20.0, 20, 19.0, 30, 5.0));
                  case 10 -> row(Map.of(11, 0.0, 12, 0.0, 1, 20.0));
                  default -> row(Map.of(21, 20.0));
                });

    assertThat(asked).containsExactly(List.of(), List.of(10, 11), List.of(20));
    assertThat(answer.value()).isEqualTo("label 1");
    assertThat(answer.confidence()).isGreaterThan(1 - 2 * LabelWalk.NEGLIGIBLE);
    // label 2 was not opened: the margin counts it as likely as its first token
    assertThat(answer.margin()).isCloseTo(14.0, within(0.01));
  }

  @Test
  void aWayWithoutAChoiceIsEvaluatedInOneStep() {
    int[][] tokens = {{10, 11, 12, 13}, {10, 11, 12, 14, 15}};
    Answer answer = walk(tokens, path -> row(Map.of(14, 1.0)));

    assertThat(asked).containsExactly(List.of(), List.of(10, 11, 12), List.of(10, 11, 12, 14));
    assertThat(answer.value()).isEqualTo("label 0");
  }

  @Test
  void theEndTokenWeighsWhereALabelBeginsAnother() {
    // bug, bug report, bug report urgent
    int[][] tokens = {{5}, {5, 6}, {5, 6, 7}};
    Function<List<Integer>, float[]> rows =
        path ->
            switch (path.size()) {
              case 0 -> row(Map.of(5, -3.0));
              case 1 -> row(Map.of(end, 11.0, 6, 12.0));
              default -> row(Map.of(end, 10.5, 7, 9.5));
            };

    Answer answer = walk(tokens, rows);

    double first = Math.exp(logProb(rows.apply(List.of(5)), end));
    double second = Math.exp(logProb(rows.apply(List.of(5)), 6));
    double bug = first;
    double report = second * Math.exp(logProb(rows.apply(List.of(5, 6)), end));
    double urgent = second * Math.exp(logProb(rows.apply(List.of(5, 6)), 7));
    assertThat(asked).containsExactly(List.of(), List.of(5), List.of(5, 6));
    assertThat(answer.value()).isEqualTo("label 1");
    assertThat(answer.confidence()).isCloseTo(report / (bug + report + urgent), within(1e-6));
    assertThat(answer.margin()).isCloseTo(Math.log(report / bug), within(1e-6));
  }

  @Test
  void equalLabelsGoToTheLowestIndex() {
    int[][] flat = {{10}, {20}, {30}};
    int[][] prefixLast = {{5, 6}, {5}};
    int[][] prefixFirst = {{5}, {5, 6}};
    int[][] mixed = {{30, 31}, {10}, {30, 32}, {20}};

    for (int[][] tokens : List.of(flat, prefixLast, prefixFirst)) {
      Answer answer = walk(tokens, path -> row(Map.of()));
      assertThat(answer.value()).isEqualTo("label 0");
      assertThat(answer.confidence()).isCloseTo(1.0 / tokens.length, within(EXACT));
      assertThat(answer.margin()).isZero();
    }
    assertThat(walk(mixed, path -> row(Map.of())).value()).isEqualTo("label 1");
    // a sure way on makes the label behind an open node as likely as the one that is there already
    int[][] behind = {{30, 31}, {10}, {30, 32}};
    assertThat(walk(behind, path -> sure(path, 31)).value()).isEqualTo("label 0");
    assertThat(walk(behind, path -> sure(path, 32)).value()).isEqualTo("label 1");
  }

  private static float[] sure(List<Integer> path, int token) {
    return path.isEmpty() ? row(Map.of()) : row(Map.of(token, 2000.0));
  }

  @Test
  void theTwoBestAreThoseOfAFullEnumeration() {
    Random random = new Random(17);
    for (int round = 0; round < 400; round++) {
      int[][] tokens = labels(random);
      long seed = random.nextLong();
      double spread = random.nextDouble() * 12;
      most = 1 + round % 4;
      Function<List<Integer>, float[]> rows =
          path -> randomRow(new Random(seed + path.hashCode()), spread);

      double[] all = new double[tokens.length];
      for (int i = 0; i < all.length; i++) {
        all[i] = score(tokens, i, rows);
      }
      int[] order =
          IntStream.range(0, all.length)
              .boxed()
              .sorted((a, b) -> Double.compare(all[b], all[a]))
              .mapToInt(Integer::intValue)
              .toArray();
      double sum = Arrays.stream(all).map(Math::exp).sum();
      double margin = all[order[0]] - all[order[1]];

      Answer answer = walk(tokens, rows);
      assertThat(answer.value()).isEqualTo("label " + order[0]);
      assertThat(answer.confidence())
          .isCloseTo(Math.exp(all[order[0]]) / sum, within(LabelWalk.NEGLIGIBLE));
      if (margin < -Math.log(LabelWalk.NEGLIGIBLE)) {
        assertThat(answer.margin()).isCloseTo(margin, within(1e-6));
      } else {
        assertThat(answer.margin()).isLessThan(margin + 1e-6).isGreaterThan(6.9);
      }
      assertThat(asked).doesNotHaveDuplicates();
    }
  }

  @Test
  void scoresAreLogProbabilitiesOverTheWholeVocabularyAndChangeNothingElse() {
    Random random = new Random(23);
    for (int round = 0; round < 40; round++) {
      int[][] tokens = labels(random);
      long seed = random.nextLong();
      Function<List<Integer>, float[]> rows =
          path -> randomRow(new Random(seed + path.hashCode()), 4);
      Answer plain = walk(tokens, rows);

      Answer answer = walk(scoring, tokens, rows);

      assertThat(answer.value()).isEqualTo(plain.value());
      assertThat(answer.confidence()).isEqualTo(plain.confidence());
      assertThat(answer.margin()).isEqualTo(plain.margin());
      assertThat(answer.scores()).hasSize(tokens.length);
      for (int i = 0; i < tokens.length; i++) {
        double logProb = 0;
        List<Integer> path = new ArrayList<>();
        for (int token : tokens[i]) {
          logProb += logProb(rows.apply(path), token);
          path.add(token);
        }
        LabelScore score = answer.scores().get(i);
        assertThat(score.label()).isEqualTo("label " + i);
        assertThat(score.logProb()).isCloseTo(logProb, within(1e-6));
        assertThat(score.logProbWithEnd())
            .isCloseTo(logProb + logProb(rows.apply(path), end), within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1.6, 4})
  void aTemperatureChangesConfidencesAlone(double temperature) {
    LoadedProgram<LlamaProgram> calibrated =
        natives.program("intent.paw", ProgramOptions.DEFAULT.withTemperature(temperature));
    Random random = new Random(31);
    for (int round = 0; round < 150; round++) {
      int[][] tokens = labels(random);
      long seed = random.nextLong();
      double spread = random.nextDouble() * 12;
      Function<List<Integer>, float[]> rows =
          path -> randomRow(new Random(seed + path.hashCode()), spread);
      double[] all = new double[tokens.length];
      for (int i = 0; i < all.length; i++) {
        all[i] = score(tokens, i, rows);
      }
      double best = Arrays.stream(all).max().orElseThrow();
      double sum = Arrays.stream(all).map(s -> Math.exp((s - best) / temperature)).sum();

      Answer answer = walk(calibrated, tokens, rows);

      assertThat(answer.value()).isEqualTo(walk(tokens, rows).value());
      assertThat(answer.confidence()).isCloseTo(1 / sum, within(LabelWalk.NEGLIGIBLE));
    }
  }

  private Answer walk(int[][] tokens, Function<List<Integer>, float[]> rows) {
    return walk(program, tokens, rows);
  }

  /** Plays the lane: gives the walk the rows it asks for. */
  private Answer walk(
      LoadedProgram<LlamaProgram> of, int[][] tokens, Function<List<Integer>, float[]> rows) {
    asked.clear();
    List<String> labels = IntStream.range(0, tokens.length).mapToObj(i -> "label " + i).toList();
    LabelWalk walk =
        new LabelWalk(
            of, new LabelTrie(labels, tokens), new QueuedInput(new int[] {1}, 1, false, null));
    asked.add(List.of());
    walk.accept(rows.apply(List.of()));
    for (List<Walk.Step> steps = walk.next(most); !steps.isEmpty(); steps = walk.next(most)) {
      assertThat(steps).hasSizeLessThanOrEqualTo(most);
      for (Walk.Step step : steps) {
        assertThat(step.back()).isZero();
        List<Integer> path = Arrays.stream(step.tokens()).boxed().toList();
        for (int i = step.firstRow() + 1; i <= path.size(); i++) {
          walk.accept(rows.apply(path.subList(0, i)));
        }
        asked.add(path);
      }
    }
    return walk.answer();
  }

  /** Some labels out of few tokens, so that they share beginnings and begin each other. */
  private static int[][] labels(Random random) {
    Set<List<Integer>> labels = new HashSet<>();
    int count = 2 + random.nextInt(12);
    while (labels.size() < count) {
      labels.add(random.ints(1 + random.nextInt(4), 10, 14).boxed().toList());
    }
    return labels.stream()
        .map(label -> label.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  /** A label's log probability, token by token, its end included where it begins another. */
  private static double score(int[][] tokens, int label, Function<List<Integer>, float[]> rows) {
    List<Integer> all = Arrays.stream(tokens[label]).boxed().toList();
    double sum = 0;
    for (int i = 0; i < all.size(); i++) {
      sum += logProb(rows.apply(all.subList(0, i)), all.get(i));
    }
    boolean begins =
        Arrays.stream(tokens)
            .anyMatch(
                other ->
                    other.length > all.size()
                        && Arrays.equals(Arrays.copyOf(other, all.size()), tokens[label]));
    return begins ? sum + logProb(rows.apply(all), end) : sum;
  }

  private static double logProb(float[] row, int token) {
    double sum = 0;
    for (float value : row) {
      sum += Math.exp(value);
    }
    return row[token] - Math.log(sum);
  }

  private static float[] row(Map<Integer, Double> logits) {
    float[] row = new float[vocabulary];
    logits.forEach((token, value) -> row[token] = value.floatValue());
    return row;
  }

  private static float[] randomRow(Random random, double spread) {
    float[] row = new float[vocabulary];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) (random.nextGaussian() * spread);
    }
    return row;
  }
}
