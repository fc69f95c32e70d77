package io.pawstream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Served;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.testing.HeldLane;
import io.pawstream.runtime.testing.Programs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How inputs come together in micro-batches, and who waits for whom. */
@Timeout(120)
class EngineBatchingTest {
  private static EngineOptions.Builder engine() {
    return EngineOptions.builder().lanes(1).cacheBytes(0).closeGrace(Duration.ZERO);
  }

  private static Paw open(EngineOptions.Builder options) {
    return Paw.open(PawOptions.DEFAULT.withEngine(options.build()));
  }

  private static List<CompletableFuture<Served>> serve(PawProgram program, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> program.serve("disk " + i + " is full"))
        .toList();
  }

  private static List<Integer> sizes(List<CompletableFuture<Served>> served) {
    return served.stream().map(CompletableFuture::join).map(Served::microBatch).toList();
  }

  @Test
  void whatWaitsGoesTogether() throws InterruptedException {
    try (Paw paw = open(engine().maxSequences(8));
        PawProgram program = paw.load(Programs.path("log.paw"))) {
      List<CompletableFuture<Served>> served;
      try (HeldLane held = new HeldLane(program)) {
        served = serve(program, 20);
      }
      assertThat(sizes(served.subList(0, 16))).containsOnly(8);
      assertThat(sizes(served.subList(16, 20))).containsOnly(4);
      for (CompletableFuture<Served> one : served) {
        assertThat(one.join().outcome()).isInstanceOf(Answer.class);
        assertThat(one.join().queueNanos()).isPositive();
        assertThat(one.join().engineNanos()).isPositive();
      }
    }
  }

  @Test
  void tokensBoundAMicroBatch() throws InterruptedException {
    try (Paw paw = open(engine().maxSequences(32).batchTokens(64));
        PawProgram program = paw.load(Programs.path("log.paw"))) {
      int tokens = program.inputTokens("disk 10 is full").length;
      assertThat(tokens).isBetween(8, 32);
      List<CompletableFuture<Served>> served = new ArrayList<>();
      try (HeldLane held = new HeldLane(program)) {
        for (int i = 0; i < 40; i++) {
          served.add(program.serve("disk " + (10 + i) + " is full"));
        }
      }
      assertThat(sizes(served)).allMatch(size -> size <= 64 / tokens + 1).contains(64 / tokens);
    }
  }

  @Test
  void contextMemoryBoundsAMicroBatch() throws InterruptedException {
    // 512 cells hold the prefix once and only some of these inputs, each about 150 tokens
    try (Paw paw = open(engine().maxSequences(32).contextTokens(512));
        PawProgram program = paw.load(Programs.path("log.paw"))) {
      String text = "error 7 ".repeat(40);
      int tokens = program.inputTokens(text).length;
      int room = (512 - program.prefixTokens().length) / (tokens + 2);
      List<CompletableFuture<Served>> served = new ArrayList<>();
      try (HeldLane held = new HeldLane(program)) {
        for (int i = 0; i < 20; i++) {
          served.add(program.serve(text));
        }
      }
      assertThat(room).isLessThan(8);
      assertThat(sizes(served)).allMatch(size -> size <= room + 1);
      assertThat(served).allMatch(one -> one.join().outcome() instanceof Answer);
    }
  }

  @Test
  void aFloodedProgramLetsAnotherThrough() {
    int flood = 3_000;
    try (Paw paw = open(engine().maxSequences(4));
        PawProgram busy = paw.load(Programs.path("log.paw"));
        PawProgram quiet = paw.load(Programs.path("sentiment.paw"))) {
      AtomicInteger done = new AtomicInteger();
      List<CompletableFuture<Served>> flooding = serve(busy, flood);
      flooding.forEach(one -> one.thenRun(done::incrementAndGet));

      CompletableFuture<Served> single = quiet.serve("what a lovely day");
      CompletableFuture<Integer> doneThen = single.thenApply(served -> done.get());
      int before = done.get();

      assertThat(single.join().outcome()).isInstanceOf(Answer.class);
      // the micro-batch that runs, the rest of the row and one more
      assertThat(doneThen.join() - before).isLessThanOrEqualTo(6 * 4);
      assertThat(doneThen.join()).isLessThan(flood);
      flooding.forEach(CompletableFuture::join);
    }
  }

  @Test
  void callersThatComeBackGoTogether() throws Exception {
    try (Paw paw = open(engine().linger(Duration.ofMillis(200)));
        PawProgram program = paw.load(Programs.path("log.paw"))) {
      int callers = 4;
      int each = 50;
      List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
      List<FutureTask<Void>> tasks = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        int number = caller;
        FutureTask<Void> task =
            new FutureTask<>(
                () -> {
                  for (int i = 0; i < each; i++) {
                    sizes.add(program.serveNow("disk " + number + " is at " + i).microBatch());
                  }
                  return null;
                });
        tasks.add(task);
        new Thread(task).start();
      }
      for (FutureTask<Void> task : tasks) {
        task.get();
      }
      // per input, so that full micro-batches count as often as they have inputs
      assertThat(sizes.stream().mapToInt(Integer::intValue).average().orElse(0)).isGreaterThan(3.5);
    }
  }

  @Test
  void callersOfSeveralProgramsGoTogether() throws Exception {
    try (Paw paw = open(engine().linger(Duration.ofMillis(200)));
        PawProgram first = paw.load(Programs.path("log.paw"));
        PawProgram second = paw.load(Programs.path("sentiment.paw"))) {
      List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
      List<FutureTask<Void>> tasks = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        int number = caller;
        FutureTask<Void> task =
            new FutureTask<>(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    String text = "disk " + number + " is at " + i;
                    CompletableFuture<Served> one = first.ask(text);
                    CompletableFuture<Served> other = second.ask(text);
                    sizes.add(one.get().microBatch());
                    sizes.add(other.get().microBatch());
                  }
                  return null;
                });
        tasks.add(task);
        new Thread(task).start();
      }
      for (FutureTask<Void> task : tasks) {
        task.get();
      }
      assertThat(sizes.stream().mapToInt(Integer::intValue).average().orElse(0)).isGreaterThan(3);
    }
  }

  @Test
  void oneCallerWaitsForNobody() throws InterruptedException {
    Duration linger = Duration.ofSeconds(20);
    try (Paw paw = open(engine().linger(linger));
        PawProgram program = paw.load(Programs.path("log.paw"))) {
      long start = System.nanoTime();
      for (int i = 0; i < 50; i++) {
        assertThat(program.serveNow("disk " + i).microBatch()).isEqualTo(1);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(linger);
    }
  }

  @Test
  void submissionsWithoutACallerAreNotWaitedFor() {
    Duration linger = Duration.ofSeconds(20);
    try (Paw paw = open(engine().linger(linger));
        PawProgram program = paw.load(Programs.path("log.paw"))) {
      long start = System.nanoTime();
      for (int round = 0; round < 5; round++) {
        serve(program, 3).forEach(CompletableFuture::join);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(linger);
    }
  }

  @Test
  void submitBlocksWhileTooManyWait() throws Exception {
    try (Paw paw = open(engine().maxWaiting(4));
        PawProgram program = paw.load(Programs.path("log.paw"))) {
      FutureTask<Boolean> fifth;
      FutureTask<Boolean> interrupted;
      try (HeldLane held = new HeldLane(program)) {
        for (int i = 0; i < 4; i++) {
          program.submit("disk " + i);
        }
        fifth = blocked(program);
        interrupted = new FutureTask<>(() -> program.apply("never") != null);
        Thread thread = new Thread(interrupted);
        thread.start();
        awaitWaiting(thread);
        thread.interrupt();
        assertThatThrownBy(() -> interrupted.get(30, TimeUnit.SECONDS))
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(InterruptedException.class);
        // a caller that bounds itself is never blocked
        assertThat(program.serve("disk 9")).isNotDone();
        assertThat(fifth.isDone()).isFalse();
      }
      assertThat(fifth.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(program.apply("disk 10")).isInstanceOf(Answer.class);
    }
  }

  private static FutureTask<Boolean> blocked(PawProgram program) {
    FutureTask<Boolean> task =
        new FutureTask<>(() -> program.submit("disk").join() instanceof Answer);
    Thread thread = new Thread(task);
    thread.start();
    awaitWaiting(thread);
    return task;
  }

  @Test
  void aCallerThatIsInterruptedWhileItWaitsForItsAnswerIsReleased() throws Exception {
    try (Paw paw = open(engine());
        PawProgram program = paw.load(Programs.path("log.paw"))) {
      try (HeldLane held = new HeldLane(program)) {
        FutureTask<Boolean> task = new FutureTask<>(() -> program.apply("disk") != null);
        Thread thread = new Thread(task);
        thread.start();
        awaitWaiting(thread);
        thread.interrupt();
        assertThatThrownBy(() -> task.get(30, TimeUnit.SECONDS))
            .hasCauseInstanceOf(InterruptedException.class);
      }
      assertThat(program.apply("disk 10")).isInstanceOf(Answer.class);
    }
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(thread.isAlive()).isTrue();
      Thread.onSpinWait();
    }
  }
}
