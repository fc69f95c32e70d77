package io.pawstream.runtime;

import static io.pawstream.runtime.testing.Small.engine;
import static io.pawstream.runtime.testing.Small.open;
import static io.pawstream.runtime.testing.Small.reason;
import static io.pawstream.runtime.testing.Small.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.answer.Served;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.testing.HeldLane;
import io.pawstream.runtime.testing.Programs;
import io.pawstream.runtime.testing.Small;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing while inputs wait and run: every future is done, nobody hangs. */
@Timeout(120)
class EngineClosingTest {
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
    waiting.forEach(Small::soon);
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
}
