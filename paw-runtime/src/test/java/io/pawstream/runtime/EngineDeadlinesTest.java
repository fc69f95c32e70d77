package io.pawstream.runtime;

import static io.pawstream.runtime.testing.Small.engine;
import static io.pawstream.runtime.testing.Small.open;
import static io.pawstream.runtime.testing.Small.reason;
import static io.pawstream.runtime.testing.Small.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.answer.Served;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.testing.Bundles;
import io.pawstream.runtime.testing.HeldLane;
import io.pawstream.runtime.testing.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deadlines hold, and what gave up costs the others nothing. */
@Timeout(120)
class EngineDeadlinesTest {
  /** Without the prompt that it knows, the interpreter goes on and on. */
  private static final String ENDLESS = "1 2 1 2 1 2 1 2 1 2 1 2";

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
    String template = "do what has to be done ".repeat(50) + "{INPUT_PLACEHOLDER}\n";
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
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
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
            Bundles.adapter("log.paw"),
            "x{INPUT_PLACEHOLDER}",
            List.of());
    ProgramOptions talk = ProgramOptions.DEFAULT.withMaxTokens(1_500);
    try (Paw paw = open(engine().maxSequences(1));
        PawProgram talker = paw.load(reference, talk);
        PawProgram program = paw.load(Programs.path("log.paw"))) {
      long start = System.nanoTime();
      Answer whole = (Answer) talker.apply(ENDLESS);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(whole.value().length()).as("a long answer").isGreaterThan(500);
      try (PawProgram hasty =
          paw.load(reference, talk.withDeadline(took.dividedBy(10).plusNanos(1)))) {
        for (int i = 0; i < 20; i++) {
          CompletableFuture<Served> given = hasty.serve(ENDLESS);
          CompletableFuture<Served> next = program.serve("disk is full");
          assertThat(reason(given)).isEqualTo(FailureReason.DEADLINE);
          assertThat(soon(next)).isInstanceOf(Answer.class);
        }
      }
    }
  }
}
