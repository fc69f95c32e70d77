package io.pawstream.engine.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pawstream.engine.blas.testing.Bundles;
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
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufTensor;
import io.pawstream.runtime.program.ProgramException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine as its callers see it. */
@Timeout(120)
class BlasEngineTest {
  private static EngineOptions.Builder engine() {
    return EngineOptions.builder().engine("blas").lanes(1).cacheBytes(0).closeGrace(Duration.ZERO);
  }

  private static Paw open(EngineOptions.Builder engine) {
    return Paw.open(PawOptions.DEFAULT.withEngine(engine.build()));
  }

  private static Outcome soon(CompletableFuture<Served> served) {
    return served.orTimeout(30, TimeUnit.SECONDS).join().outcome();
  }

  @Test
  void freeTextIsAnsweredByLlama() throws InterruptedException {
    long loads = Paw.interpreterLoads();
    try (Paw paw = open(engine());
        PawProgram text = paw.load(Texts.program("order"));
        PawProgram labels = paw.load(Texts.program("log"));
        PawProgram asText =
            paw.load(Texts.program("log"), ProgramOptions.DEFAULT.withLabels(List.of()))) {
      assertThat(((Answer) text.apply("Order A-1234 has not arrived.")).kind())
          .isEqualTo(Answer.Kind.TEXT);
      assertThat(((Answer) asText.apply("disk is full")).kind()).isEqualTo(Answer.Kind.TEXT);
      assertThat(((Answer) labels.apply("disk is full")).kind()).isEqualTo(Answer.Kind.LABEL);
      assertThat(Paw.interpreterLoads() - loads).as("for both engines").isLessThanOrEqualTo(1);
    }
  }

  @Test
  void anUnknownEngineIsRefusedWithTheNamesOfThoseThatAreThere() {
    try (Paw paw = open(engine().engine("abacus"))) {
      assertThatThrownBy(() -> paw.load(Texts.program("log")))
          .isInstanceOf(EngineUnavailableException.class)
          .hasMessageContainingAll("[llama, auto, blas]", "engine=abacus", "paw-engine-abacus");
    }
  }

  @Test
  void aBatchAnswersAsEachInputAlone() throws InterruptedException {
    List<String> texts = Texts.of(64);
    ProgramOptions scores = ProgramOptions.DEFAULT.withScores(true);
    for (String name : List.of("urgency", "routing")) {
      try (Paw batching = open(engine().threads(2));
          Paw alone = open(engine().deterministic(true));
          PawProgram many = batching.load(Texts.program(name), scores);
          PawProgram one = alone.load(Texts.program(name), scores)) {
        List<CompletableFuture<Served>> served = texts.stream().map(many::serve).toList();
        int largest = 0;
        for (int i = 0; i < texts.size(); i++) {
          Answer actual = (Answer) soon(served.get(i));
          Answer expected = (Answer) one.apply(texts.get(i));
          largest = Math.max(largest, served.get(i).join().microBatch());
          for (int label = 0; label < expected.scores().size(); label++) {
            assertThat(actual.scores().get(label).logProb())
                .isCloseTo(expected.scores().get(label).logProb(), within(2e-3));
          }
        }
        assertThat(largest).isGreaterThan(8);
        // the same batch, the same bits
        assertThat(one.apply(texts.get(0))).isEqualTo(one.apply(texts.get(0)));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"NaN,7E00", "infinite,7C00"})
  void aBrokenAdapterGivesFailures(String name, String bits, @TempDir Path folder)
      throws Exception {
    byte[] adapter = withWeights(Bundles.adapter("log"), (short) Integer.parseInt(bits, 16));
    String reference =
        Bundles.write(
            folder.resolve("broken.paw"),
            adapter,
            "Task.\n{INPUT_PLACEHOLDER}\n",
            List.of("ALERT", "QUIET"));
    try (Paw paw = open(engine());
        PawProgram broken = paw.load(reference);
        PawProgram sound = paw.load(Texts.program("log"))) {
      for (CompletableFuture<Served> one :
          List.of(broken.serve("disk 1"), broken.serve("disk 2"))) {
        Failure failure = (Failure) soon(one);
        assertThat(failure.reason()).isEqualTo(FailureReason.ENGINE);
        assertThat(failure.detail()).contains("adapter is broken").doesNotContain("disk");
        assertThat(failure.program()).isEqualTo(broken.digest());
      }
      assertThat(sound.apply("disk is full")).isInstanceOf(Answer.class);
    }
  }

  @Test
  void whatIsNoAdapterIsRefused(@TempDir Path folder) throws Exception {
    String reference =
        Bundles.write(
            folder.resolve("no.paw"),
            new byte[] {1, 2, 3},
            "Task.\n{INPUT_PLACEHOLDER}\n",
            List.of("a", "b"));
    try (Paw paw = open(engine())) {
      assertThatThrownBy(() -> paw.load(reference)).isInstanceOf(ProgramException.class);
    }
  }

  @Test
  void everyFutureIsDoneAfterAClose() throws Exception {
    for (int round = 0; round < 5; round++) {
      Paw paw = open(engine().maxSequences(4).lanes(1 + round % 2).threads(1 + round % 2));
      PawProgram program = paw.load(Texts.program("routing"));
      List<CompletableFuture<Served>> served = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        served.add(program.serve("disk " + i));
      }
      soon(served.get(round * 10));
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
  }

  @Test
  void aDeadlineHoldsWhileTheLaneIsBusyAndTheLaneGoesOn() throws Exception {
    ProgramOptions hasty = ProgramOptions.DEFAULT.withDeadline(Duration.ofMillis(50));
    try (Paw paw = open(engine());
        PawProgram program = paw.load(Texts.program("log"));
        PawProgram late = paw.load(Texts.program("log"), hasty)) {
      CountDownLatch go = new CountDownLatch(1);
      CompletableFuture<Void> held = hold(program, go);
      Failure failure = (Failure) soon(late.serve("disk is full"));
      go.countDown();
      held.join();
      assertThat(failure.reason()).isEqualTo(FailureReason.DEADLINE);
      assertThat(program.apply("disk is full")).isInstanceOf(Answer.class);
    }
  }

  /** Keeps the only lane busy: what depends on an outcome runs on its thread. */
  private static CompletableFuture<Void> hold(PawProgram program, CountDownLatch go) {
    Thread self = Thread.currentThread();
    for (int i = 0; ; i++) {
      CompletableFuture<Boolean> held = new CompletableFuture<>();
      CompletableFuture<Void> dependent =
          program
              .serve("hold the lane, attempt " + i)
              .thenRun(
                  () -> {
                    // an outcome that is there already runs its dependents right here
                    held.complete(!Thread.currentThread().equals(self));
                    if (held.join()) {
                      await(go);
                    }
                  });
      if (held.join()) {
        return dependent;
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aMicroBatchThatNobodyWaitsForIsGivenUp() throws Exception {
    ProgramOptions hasty =
        ProgramOptions.DEFAULT.withScores(true).withDeadline(Duration.ofNanos(200_000));
    try (Paw paw = open(engine());
        PawProgram late = paw.load(Texts.program("routing"), hasty);
        PawProgram program = paw.load(Texts.program("routing"))) {
      List<CompletableFuture<Served>> given = Texts.of(300).stream().map(late::serve).toList();
      for (CompletableFuture<Served> one : given) {
        if (soon(one) instanceof Failure failure) {
          assertThat(failure.reason()).isEqualTo(FailureReason.DEADLINE);
        }
      }
      assertThat(program.apply("please refund me")).isInstanceOf(Answer.class);
    }
  }

  private static byte[] withWeights(byte[] adapter, short bits) throws Exception {
    Path file = Files.createTempFile("adapter", ".gguf");
    try {
      Files.write(file, adapter);
      GgufHeader header = GgufHeader.read(file, GgufLimits.ADAPTER);
      ByteBuffer bytes = ByteBuffer.wrap(adapter.clone()).order(ByteOrder.LITTLE_ENDIAN);
      for (GgufTensor tensor : header.tensors()) {
        int from = Math.toIntExact(header.dataOffset() + tensor.offset());
        int step = tensor.type().blockBytes();
        for (int at = 0; at < tensor.byteSize(); at += step) {
          if (step == Float.BYTES) {
            bytes.putInt(from + at, bits == 0x7E00 ? 0x7FC00000 : 0x7F800000);
          } else {
            bytes.putShort(from + at, bits);
          }
        }
      }
      return bytes.array();
    } finally {
      Files.delete(file);
    }
  }
}
