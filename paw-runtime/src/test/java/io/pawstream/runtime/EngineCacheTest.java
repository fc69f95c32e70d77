package io.pawstream.runtime;

import static io.pawstream.runtime.testing.Small.engine;
import static io.pawstream.runtime.testing.Small.open;
import static io.pawstream.runtime.testing.Small.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.Served;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.testing.HeldLane;
import io.pawstream.runtime.testing.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Prepared answers. */
@Timeout(120)
class EngineCacheTest {
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
}
