package io.pawstream.compiler.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pawstream.compiler.tokenizer.Vocabulary;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.transformer.Loss;
import io.pawstream.transformer.Transformer;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.JavaGemm;
import io.pawstream.transformer.math.Workers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainingTest {
  private static final Corpus CORPUS =
      new Corpus(
          Grammar.parse(
              List.of(
                  """
                  good: great | lovely | fine
                  bad: awful | broken | poor
                  @mood 1 = Good or bad?
                  @mood good: it is {good} | {good} {good}
                  @mood bad: it is {bad} | {bad} {bad}
                  """)));
  private static final Pretraining.Settings SETTINGS = new Pretraining.Settings(1, 20, 8, 3e-3);

  private static Pretraining begin(Compute compute) {
    Vocabulary vocabulary = CORPUS.vocabulary(300, 1);
    return new Pretraining(
        CORPUS,
        vocabulary,
        Transformer.random(Pretraining.shape(vocabulary.size(), 64, 1, 64), 1),
        0,
        SETTINGS,
        compute);
  }

  @Test
  void aFewStepsReduceTheLossAndAreTheSameAgain() {
    try (Workers workers = new Workers(1)) {
      Compute compute = Compute.of(new JavaGemm(), workers);
      Pretraining one = begin(compute);
      Pretraining two = begin(compute);
      double first = one.train();
      assertThat(two.train()).isEqualTo(first);
      double last = first;
      while (one.step() < SETTINGS.steps()) {
        last = one.train();
      }
      assertThat(last).isLessThan(first * 0.8);
    }
  }

  @Test
  void aCheckpointGoesOnWithTheNextStep(@TempDir Path folder) throws Exception {
    try (Workers workers = new Workers(1)) {
      Compute compute = Compute.of(new JavaGemm(), workers);
      Pretraining training = begin(compute);
      training.train();
      training.train();
      Path file = folder.resolve("checkpoint.gguf");
      training.write(file, GgufType.F32);
      Pretraining resumed = Pretraining.resume(CORPUS, file, SETTINGS, compute);
      assertThat(resumed.step()).isEqualTo(2);
      assertThat(resumed.accuracy(Grammar.Part.TRAINING, 10))
          .isEqualTo(training.accuracy(Grammar.Part.TRAINING, 10));
      assertThat(resumed.train()).isEqualTo(training.train());
    }
  }

  @Test
  void theFileHasTheVocabulary(@TempDir Path folder) throws Exception {
    try (Workers workers = new Workers(1)) {
      Path file = folder.resolve("tiny.gguf");
      begin(Compute.of(new JavaGemm(), workers)).write(file, GgufType.Q8_0);
      GgufHeader header = GgufHeader.read(file, GgufLimits.INTERPRETER);
      assertThat(Vocabulary.read(header)).isEqualTo(CORPUS.vocabulary(300, 1));
    }
  }

  @Test
  void answersCountAsMuchAsTheyShould() {
    Prompts prompts = new Prompts(CORPUS.vocabulary(300, 1).tokenizer());
    List<Sample> samples = CORPUS.step(1, 0, 4);
    Documents plain = Documents.of(prompts, samples, null);
    assertThat(plain.batch().sequences()).isEqualTo(4);
    float sum = 0;
    for (int i = 0; i < plain.rows().count(); i++) {
      sum += plain.rows().weight(i);
    }
    assertThat(sum).isCloseTo(1, within(1e-4f));
    boolean[] hits = new boolean[plain.rows().count()];
    assertThat(plain.right(new Loss(0, hits), 4)).isZero();
    Arrays.fill(hits, true);
    assertThat(plain.right(new Loss(0, hits), 4)).isEqualTo(4);
    hits[0] = false;
    assertThat(plain.right(new Loss(0, hits), 4)).isEqualTo(3);
    Documents withText = Documents.of(prompts, samples, new SplittableRandom(8));
    assertThat(withText.rows().count()).isGreaterThanOrEqualTo(plain.rows().count());
  }
}
