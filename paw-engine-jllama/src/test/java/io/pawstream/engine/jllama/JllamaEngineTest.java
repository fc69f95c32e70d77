package io.pawstream.engine.jllama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pawstream.engine.blas.testing.RandomModel;
import io.pawstream.engine.blas.testing.Texts;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.answer.Served;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.EngineUnavailableException;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.transformer.ModelShape.Architecture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine as its callers see it. */
@Timeout(120)
class JllamaEngineTest {
  private static final List<String> LABELS = List.of("bug", "bug report", "billing", "other");

  @TempDir static Path folder;
  private static RandomModel model;

  @BeforeAll
  static void write() throws Exception {
    model = RandomModel.write(folder, Architecture.GPT2, true, LABELS);
  }

  private static EngineOptions.Builder engine() {
    return EngineOptions.builder().engine("jllama").cacheBytes(0).closeGrace(Duration.ZERO);
  }

  private static Paw open(EngineOptions.Builder engine) {
    return Paw.open(
        PawOptions.DEFAULT.withInterpreter(model.interpreter()).withEngine(engine.build()));
  }

  private static Outcome soon(CompletableFuture<Served> served) {
    return served.orTimeout(60, TimeUnit.SECONDS).join().outcome();
  }

  @Test
  void aQwen3ProgramIsRefusedWithTheReason() {
    try (Paw paw = Paw.open(PawOptions.DEFAULT.withEngine(engine().build()))) {
      assertThatThrownBy(() -> paw.load(Texts.program("log")))
          .isInstanceOf(EngineUnavailableException.class)
          .hasMessageContainingAll(
              "the architecture gpt2 alone",
              "b4916",
              "interpreter=paw-tiny",
              "general.architecture=qwen3",
              "use the engine llama or blas");
    }
  }

  @Test
  void itIsListedForInterpretersThatItCanCompute() {
    Interpreter gpt2 = Interpreters.resolve(model.interpreter(), false, null);
    assertThat(Paw.engines(gpt2)).containsExactlyInAnyOrder("llama", "blas", "jllama");
    assertThat(Paw.engines(Interpreters.known("paw-tiny", null)))
        .containsExactlyInAnyOrder("llama", "blas");
  }

  @Test
  void manyRecordsThroughTheWholeMemoryOfAContextAreAnsweredAsEachAlone() throws Exception {
    // far more tokens than a context holds at once, so that cells are freed and taken in any order
    List<String> texts = Texts.of(120);
    ProgramOptions scores = ProgramOptions.DEFAULT.withScores(true);
    try (Paw batching = open(engine().maxSequences(16).contextTokens(256).batchTokens(96));
        Paw alone = open(engine().deterministic(true));
        PawProgram many = batching.load(model.program(), scores);
        PawProgram one = alone.load(model.program(), scores)) {
      List<CompletableFuture<Served>> served = texts.stream().map(many::serve).toList();
      int largest = 0;
      for (int i = 0; i < texts.size(); i++) {
        Answer actual = (Answer) soon(served.get(i));
        largest = Math.max(largest, served.get(i).join().microBatch());
        Answer expected = (Answer) one.apply(texts.get(i));
        for (int label = 0; label < LABELS.size(); label++) {
          assertThat(actual.scores().get(label).logProb())
              .isCloseTo(expected.scores().get(label).logProb(), within(2e-3));
        }
      }
      assertThat(largest).isGreaterThan(4);
      // the same batch, the same bits
      assertThat(one.apply(texts.get(0))).isEqualTo(one.apply(texts.get(0)));
    }
  }

  @Test
  void twoEnginesAtOnceDoNotDisturbEachOther() throws Exception {
    List<String> texts = Texts.of(40);
    ProgramOptions scores = ProgramOptions.DEFAULT.withScores(true);
    try (Paw first = open(engine());
        // other options, so that it is another engine
        Paw second = open(engine().linger(Duration.ofMillis(3)));
        PawProgram one = first.load(model.program(), scores);
        PawProgram other = second.load(model.program(), scores)) {
      List<CompletableFuture<Served>> a = texts.stream().map(one::serve).toList();
      List<CompletableFuture<Served>> b = texts.stream().map(other::serve).toList();
      for (int i = 0; i < texts.size(); i++) {
        Answer left = (Answer) soon(a.get(i));
        Answer right = (Answer) soon(b.get(i));
        assertThat(left.confidence()).isCloseTo(right.confidence(), within(2e-3));
      }
    }
  }

  @Test
  void everyFutureIsDoneAfterAClose() throws Exception {
    Paw paw = open(engine().maxSequences(4).maxWaiting(10_000));
    PawProgram program = paw.load(model.program());
    List<CompletableFuture<Served>> served = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      served.add(program.serve("disk " + i));
    }
    soon(served.get(10));
    paw.close();
    int closed = 0;
    for (CompletableFuture<Served> one : served) {
      if (soon(one) instanceof Failure failure) {
        assertThat(failure.reason()).isEqualTo(FailureReason.CLOSED);
        closed++;
      }
    }
    assertThat(closed).isPositive();
  }

  @Test
  void aTextBeyondTheTrainedContextIsAFailureAndNoCrash() throws InterruptedException {
    try (Paw paw = open(engine());
        PawProgram program = paw.load(model.program())) {
      Failure failure = (Failure) program.apply("many words ".repeat(200));
      assertThat(failure.reason()).isEqualTo(FailureReason.INPUT_TOO_LONG);
      assertThat(program.apply("few words")).isInstanceOf(Answer.class);
    }
  }

  @Test
  void aMicroBatchThatNobodyWaitsForIsGivenUp() throws Exception {
    ProgramOptions hasty =
        ProgramOptions.DEFAULT.withScores(true).withDeadline(Duration.ofNanos(200_000));
    try (Paw paw = open(engine());
        PawProgram late = paw.load(model.program(), hasty);
        PawProgram program = paw.load(model.program())) {
      for (CompletableFuture<Served> one : Texts.of(100).stream().map(late::serve).toList()) {
        if (soon(one) instanceof Failure failure) {
          assertThat(failure.reason()).isEqualTo(FailureReason.DEADLINE);
        }
      }
      assertThat(program.apply("please refund me")).isInstanceOf(Answer.class);
    }
  }
}
