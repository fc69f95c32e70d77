package io.pawstream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.answer.Served;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.testing.Bundles;
import io.pawstream.runtime.testing.HeldLane;
import io.pawstream.runtime.testing.Programs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines, prepared answers, closing, and what is left afterwards. */
@Timeout(120)
class EngineLifeTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private static EngineOptions.Builder engine() {
    return EngineOptions.builder().cacheBytes(0).closeGrace(Duration.ZERO);
  }

  private static Paw open(EngineOptions.Builder options) {
    return Paw.open(PawOptions.DEFAULT.withEngine(options.build()));
  }

  private static Outcome soon(CompletableFuture<Served> served) {
    return served.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join().outcome();
  }

  private static FailureReason reason(CompletableFuture<Served> served) {
    assertThat(soon(served)).isInstanceOf(Failure.class);
    return ((Failure) soon(served)).reason();
  }

  // deadlines

  @Test
  void aDeadlineHoldsWhileTheLaneIsBusy() throws InterruptedException {
    ProgramOptions options = ProgramOptions.DEFAULT.withDeadline(Duration.ofMillis(50));
    try (Paw paw = open(engine());
        PawProgram program = paw.load(Programs.path("log.paw"));
        PawProgram hasty = paw.load(Programs.path("log.paw"), options)) {
      try (HeldLane held = new HeldLane(program)) {
        long start = System.nanoTime();
        CompletableFuture<Served> late = hasty.serve("disk is full");
        Failure failure = (Failure) soon(late);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(failure.reason()).isEqualTo(FailureReason.DEADLINE);
        assertThat(failure.detail()).contains("deadline=PT0.05S").doesNotContain("disk");
        assertThat(failure.program()).isEqualTo(hasty.digest());
        assertThat(took).isBetween(Duration.ofMillis(50), Duration.ofSeconds(10));
        assertThat(late.join().microBatch()).isZero();
      }
      assertThat(program.apply("disk is full")).isInstanceOf(Answer.class);
    }
  }

  @Test
  void theWorstDeadlinesAreTakenToo() throws InterruptedException {
    try (Paw paw = open(engine())) {
      Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
      try (PawProgram program =
          paw.load(Programs.path("log.paw"), ProgramOptions.DEFAULT.withDeadline(endless))) {
        assertThat(program.apply("disk is full")).isInstanceOf(Answer.class);
      }
      Duration least = Duration.ofNanos(1);
      try (PawProgram program =
          paw.load(Programs.path("log.paw"), ProgramOptions.DEFAULT.withDeadline(least))) {
        for (int i = 0; i < 50; i++) {
          Outcome outcome = program.apply("disk is full");
          if (outcome instanceof Failure failure) {
            assertThat(failure.reason()).isEqualTo(FailureReason.DEADLINE);
          }
        }
      }
    }
  }

  @Test
  void theDeadlineOfAJoinedInputCountsFromItsOwnSubmission() throws InterruptedException {
    Duration deadline = Duration.ofSeconds(2);
    try (Paw paw = open(engine().cacheBytes(1 << 20));
        PawProgram program =
            paw.load(Programs.path("log.paw"), ProgramOptions.DEFAULT.withDeadline(deadline))) {
      try (HeldLane held = new HeldLane(program)) {
        long start = System.nanoTime();
        CompletableFuture<Served> first = program.serve("disk is full");
        CompletableFuture<Served> joined = program.serve("disk is full");
        assertThat(reason(first)).isEqualTo(FailureReason.DEADLINE);
        assertThat(reason(joined)).isEqualTo(FailureReason.DEADLINE);
        // not once more from the moment that the first has failed
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isLessThan(deadline.multipliedBy(2));
      }
    }
  }

  @Test
  void aPrefixIsNotLostToInputsThatGaveUp(@TempDir Path directory) throws Exception {
    String template = "do what has to be done ".repeat(58) + "{INPUT_PLACEHOLDER}\n";
    String reference =
        Bundles.write(
            directory.resolve("long.paw"),
            Bundles.adapter("log.paw"),
            template,
            List.of("ALERT", "QUIET"));
    try (Paw paw = open(engine())) {
      Duration prefix;
      Duration rest;
      try (PawProgram program = paw.load(reference)) {
        assertThat(program.prefixTokens().length).isGreaterThan(400);
        prefix = time(program);
        rest = time(program);
        for (int i = 0; i < 10; i++) {
          Duration again = time(program);
          rest = again.compareTo(rest) < 0 ? again : rest;
        }
      }
      assertThat(rest).isLessThan(prefix.dividedBy(4));
      // shorter than the prefix takes: were it given up with its inputs, it would never be there
      ProgramOptions options = ProgramOptions.DEFAULT.withDeadline(prefix.dividedBy(2));
      try (PawProgram program = paw.load(reference, options)) {
        long until = System.nanoTime() + SOON.toNanos();
        Outcome outcome = program.apply("disk is full");
        while (outcome instanceof Failure && System.nanoTime() < until) {
          outcome = program.apply("disk is full");
        }
        assertThat(outcome).isInstanceOf(Answer.class);
      }
    }
  }

  private static Duration time(PawProgram program) throws InterruptedException {
    long start = System.nanoTime();
    assertThat(program.apply("disk is full")).isInstanceOf(Answer.class);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void aMicroBatchThatNobodyWaitsForMakesRoom(@TempDir Path directory) throws Exception {
    String reference =
        Bundles.write(
            directory.resolve("talker.paw"),
            Bundles.adapter("email.paw"),
            "{INPUT_PLACEHOLDER}",
            List.of());
    ProgramOptions talk = ProgramOptions.DEFAULT.withMaxTokens(1_500);
    try (Paw paw = open(engine().maxSequences(1));
        PawProgram talker = paw.load(reference, talk);
        PawProgram program = paw.load(Programs.path("log.paw"))) {
      long start = System.nanoTime();
      Answer whole = (Answer) talker.apply("a b c");
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(whole.value().length()).as("a long answer").isGreaterThan(500);
      try (PawProgram hasty =
          paw.load(reference, talk.withDeadline(took.dividedBy(10).plusNanos(1)))) {
        for (int i = 0; i < 20; i++) {
          CompletableFuture<Served> given = hasty.serve("a b c");
          CompletableFuture<Served> next = program.serve("disk is full");
          assertThat(reason(given)).isEqualTo(FailureReason.DEADLINE);
          assertThat(soon(next)).isInstanceOf(Answer.class);
        }
      }
    }
  }

  // prepared answers

  @Test
  void repeatsAreServedFromTheCacheOfTheSameProgramAndOptions() throws InterruptedException {
    try (Paw paw = open(engine().cacheBytes(1 << 20));
        PawProgram program = paw.load(Programs.path("log.paw"));
        PawProgram same = paw.load(Programs.path("log.paw"));
        PawProgram other =
            paw.load(
                Programs.path("log.paw"),
                ProgramOptions.DEFAULT.withLabels(List.of("QUIET", "ALERT")));
        PawProgram another = paw.load(Programs.path("urgency.paw"))) {
      Served first = program.serveNow("disk is full");
      assertThat(first.cached()).isFalse();
      for (PawProgram again : List.of(program, same)) {
        Served repeat = again.serveNow("disk is full");
        assertThat(repeat.cached()).isTrue();
        assertThat(repeat.microBatch()).isZero();
        assertThat(repeat.outcome()).isEqualTo(first.outcome());
      }
      assertThat(other.serveNow("disk is full").cached()).isFalse();
      assertThat(another.serveNow("disk is full").cached()).isFalse();
      assertThat(program.serveNow("disk is full ").cached()).isFalse();
    }
  }

  @Test
  void equalInputsInFlightAreEvaluatedOnce() throws InterruptedException {
    try (Paw paw = open(engine().cacheBytes(1 << 20));
        PawProgram program = paw.load(Programs.path("log.paw"))) {
      List<CompletableFuture<Served>> served = new ArrayList<>();
      try (HeldLane held = new HeldLane(program)) {
        for (int i = 0; i < 10; i++) {
          served.add(program.serve("disk is full"));
        }
      }
      assertThat(soon(served.get(0))).isInstanceOf(Answer.class);
      assertThat(served.get(0).join().microBatch()).isEqualTo(1);
      assertThat(served.subList(1, 10))
          .allSatisfy(
              one -> {
                assertThat(soon(one)).isEqualTo(soon(served.get(0)));
                assertThat(one.join().cached()).isTrue();
              });
    }
  }

  @Test
  void withoutACacheEveryInputIsEvaluated() throws InterruptedException {
    try (Paw paw = open(engine());
        PawProgram program = paw.load(Programs.path("log.paw"))) {
      for (int i = 0; i < 3; i++) {
        assertThat(program.serveNow("disk is full").cached()).isFalse();
      }
    }
  }

  @Test
  void aFailureIsTriedAgain() throws InterruptedException {
    try (Paw paw = open(engine().cacheBytes(1 << 20));
        PawProgram program = paw.load(Programs.path("log.paw"))) {
      for (int i = 0; i < 2; i++) {
        Served served = program.serveNow("x".repeat(100_000));
        assertThat(served.outcome()).isInstanceOf(Failure.class);
        assertThat(served.cached()).isFalse();
      }
    }
  }

  // closing

  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 20})
  void whatWaitsWhenItsProgramIsClosedFailsAtOnce(long cacheBytes) throws InterruptedException {
    try (Paw paw = open(engine().cacheBytes(cacheBytes));
        PawProgram other = paw.load(Programs.path("log.paw"))) {
      PawProgram program = paw.load(Programs.path("urgency.paw"));
      List<CompletableFuture<Served>> served;
      List<CompletableFuture<Served>> others;
      try (HeldLane held = new HeldLane(other)) {
        served = IntStream.range(0, 20).mapToObj(i -> program.serve("call " + i % 15)).toList();
        others = IntStream.range(0, 20).mapToObj(i -> other.serve("disk " + i)).toList();
        program.close();
        program.close();
        assertThat(served)
            .allSatisfy(one -> assertThat(reason(one)).isEqualTo(FailureReason.CLOSED));
        assertThat(others).noneMatch(CompletableFuture::isDone);
      }
      assertThat(others).allSatisfy(one -> assertThat(soon(one)).isInstanceOf(Answer.class));
      assertThat(reason(program.serve("call"))).isEqualTo(FailureReason.CLOSED);
      try (PawProgram again = paw.load(Programs.path("urgency.paw"))) {
        assertThat(again.apply("call")).isInstanceOf(Answer.class);
      }
    }
  }

  @Test
  void aProgramStaysForItsOtherHolders() throws InterruptedException {
    try (Paw paw = open(engine());
        PawProgram one = paw.load(Programs.path("log.paw"))) {
      PawProgram two = paw.load(Programs.path("log.paw"));
      two.close();
      two.close();
      assertThat(one.apply("disk is full")).isInstanceOf(Answer.class);
      assertThat(reason(two.serve("disk is full"))).isEqualTo(FailureReason.CLOSED);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 20})
  void everyFutureIsDoneAfterAClose(long cacheBytes) throws Exception {
    for (int round = 0; round < 10; round++) {
      Paw paw = open(engine().cacheBytes(cacheBytes).maxSequences(4).lanes(1 + round % 2));
      PawProgram one = paw.load(Programs.path("log.paw"));
      PawProgram two =
          paw.load(Programs.path("intent.paw"), ProgramOptions.DEFAULT.withLabels(List.of()));
      AtomicInteger done = new AtomicInteger();
      List<FutureTask<List<CompletableFuture<Served>>>> tasks = new ArrayList<>();
      for (PawProgram program : List.of(one, two)) {
        FutureTask<List<CompletableFuture<Served>>> task =
            new FutureTask<>(
                () -> {
                  List<CompletableFuture<Served>> served = new ArrayList<>();
                  for (int i = 0; i < 1_000; i++) {
                    served.add(program.serve("disk " + i % 700));
                    served.get(i).thenRun(done::incrementAndGet);
                  }
                  return served;
                });
        tasks.add(task);
        new Thread(task).start();
      }
      while (done.get() < round * 10) {
        Thread.onSpinWait();
      }

      paw.close();

      int closed = 0;
      for (FutureTask<List<CompletableFuture<Served>>> task : tasks) {
        for (CompletableFuture<Served> served : task.get(30, TimeUnit.SECONDS)) {
          if (soon(served) instanceof Failure failure) {
            assertThat(failure.reason()).isEqualTo(FailureReason.CLOSED);
            closed++;
          }
        }
      }
      assertThat(closed).isPositive();
      assertThatThrownBy(() -> paw.load(Programs.path("log.paw")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("log");
      assertThatThrownBy(() -> one.inputTokens("disk")).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void whoeverIsBlockedIsReleasedByAClose() throws Exception {
    Paw paw = open(engine().maxWaiting(1));
    PawProgram program = paw.load(Programs.path("log.paw"));
    HeldLane held = new HeldLane(program);
    CompletableFuture<Served> waiting = program.serve("disk");
    FutureTask<Outcome> blocked = new FutureTask<>(() -> program.apply("disk 2"));
    Thread thread = new Thread(blocked);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    Thread closer = new Thread(paw::close);
    closer.start();

    assertThat(reason(waiting)).isEqualTo(FailureReason.CLOSED);
    held.close();
    closer.join();
    assertThat(blocked.get(30, TimeUnit.SECONDS)).isInstanceOf(Failure.class);
  }

  @Test
  void whatDependsOnAnOutcomeMayCloseEverything() throws Exception {
    Paw paw = open(engine());
    PawProgram program = paw.load(Programs.path("log.paw"));
    CompletableFuture<Void> closed = new CompletableFuture<>();
    List<CompletableFuture<Served>> waiting = new ArrayList<>();
    try (HeldLane held = new HeldLane(program)) {
      program
          .serve("disk is full")
          .thenRun(
              () -> {
                paw.close();
                closed.complete(null);
              });
      for (int i = 0; i < 40; i++) {
        waiting.add(program.serve("disk " + i));
      }
    }
    closed.get(30, TimeUnit.SECONDS);
    waiting.forEach(EngineLifeTest::soon);
    assertThat(reason(program.serve("disk"))).isEqualTo(FailureReason.CLOSED);
    try (Paw again = open(engine());
        PawProgram reopened = again.load(Programs.path("log.paw"))) {
      assertThat(reopened.apply("disk is full")).isInstanceOf(Answer.class);
    }
  }

  @Test
  void whoeverIsToldOfACloseMayComeBack() throws Exception {
    Paw paw = open(engine());
    PawProgram other = paw.load(Programs.path("urgency.paw"));
    PawProgram program = paw.load(Programs.path("log.paw"));
    CompletableFuture<Boolean> refused = new CompletableFuture<>();
    CompletableFuture<Void> told;
    try (HeldLane held = new HeldLane(other)) {
      told =
          program
              .serve("disk is full")
              .thenRun(
                  () -> {
                    // from another thread, while the closing one waits for it
                    Thread thread =
                        new Thread(
                            () -> {
                              try (PawProgram loaded = paw.load(Programs.path("intent.paw"))) {
                                refused.complete(false);
                              } catch (IllegalStateException e) {
                                refused.complete(true);
                              }
                            });
                    thread.start();
                    refused.join();
                    paw.close();
                  });
      Thread closer = new Thread(paw::close);
      closer.start();
      told.get(30, TimeUnit.SECONDS);
      held.close();
      closer.join(30_000);
      assertThat(closer.isAlive()).isFalse();
    }
    assertThat(refused).isCompletedWithValue(true);
  }

  // what is left

  @Test
  void aProgramThatIsClosedLeavesNothingBehind() throws Exception {
    try (Paw paw = open(engine())) {
      cycle(paw, 60);
      long before = residentKilobytes();
      cycle(paw, 200);
      long grown = residentKilobytes() - before;
      // an adapter that stayed would be 145 kB, its prefix state as much again
      assertThat(grown).isLessThan(12_000);
    }
  }

  private static void cycle(Paw paw, int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      try (PawProgram program = paw.load(Programs.path("log.paw"))) {
        assertThat(program.apply("disk is full")).isInstanceOf(Answer.class);
      }
    }
    System.gc();
  }

  @Test
  void anEngineThatIsClosedLeavesNothingBehind() throws Exception {
    // those of other tests
    Paw.closeIdle();
    cycleEngines(10);
    long before = residentKilobytes();
    cycleEngines(40);
    long grown = residentKilobytes() - before;
    // a context that stayed would be several megabytes
    assertThat(grown).isLessThan(40_000);
    long until = System.nanoTime() + SOON.toNanos();
    while (!engineThreads().isEmpty() && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    assertThat(engineThreads()).isEmpty();
  }

  private static void cycleEngines(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      try (Paw paw = open(engine());
          PawProgram program = paw.load(Programs.path("log.paw"))) {
        assertThat(program.apply("disk is full")).isInstanceOf(Answer.class);
      }
    }
    System.gc();
  }

  private static List<String> engineThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("paw-"))
        .toList();
  }

  private static long residentKilobytes() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  // an adapter that is sound in form only

  @ParameterizedTest(name = "{0}")
  @CsvSource({"NaN,7E00", "infinite,7C00", "65504,7BFF"})
  void aBrokenAdapterGivesFailures(String name, String bits, @TempDir Path directory)
      throws Exception {
    byte[] adapter = Bundles.adapter("log.paw");
    String reference =
        Bundles.write(
            directory.resolve("broken.paw"),
            withWeights(adapter, (short) Integer.parseInt(bits, 16)),
            "Task.\n{INPUT_PLACEHOLDER}\n",
            List.of("ALERT", "QUIET"));
    try (Paw paw = open(engine());
        PawProgram labels = paw.load(reference);
        PawProgram text = paw.load(reference, ProgramOptions.DEFAULT.withLabels(List.of()));
        PawProgram sound = paw.load(Programs.path("log.paw"))) {
      for (PawProgram broken : List.of(labels, text)) {
        List<CompletableFuture<Served>> served =
            IntStream.range(0, 10).mapToObj(i -> broken.serve("disk " + i)).toList();
        for (CompletableFuture<Served> one : served) {
          Failure failure = (Failure) soon(one);
          assertThat(failure.reason()).isEqualTo(FailureReason.ENGINE);
          assertThat(failure.detail()).contains("adapter is broken");
          assertThat(failure.program()).isEqualTo(broken.digest());
        }
        assertThat(sound.apply("disk is full")).isInstanceOf(Answer.class);
      }
    }
  }

  /** All of an adapter's weights replaced by one F16 number. */
  private static byte[] withWeights(byte[] adapter, short bits) throws IOException {
    GgufHeader header =
        GgufHeader.read(new ByteArrayInputStream(adapter), adapter.length, GgufLimits.ADAPTER);
    assertThat(header.tensors()).allMatch(tensor -> tensor.type() == GgufType.F16);
    byte[] changed = adapter.clone();
    ByteBuffer bytes = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = (int) header.dataOffset(); at < header.dataEnd(); at += 2) {
      bytes.putShort(at, bits);
    }
    return changed;
  }
}
