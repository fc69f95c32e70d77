package io.pawstream.runtime;

import static io.pawstream.runtime.testing.Small.engine;
import static io.pawstream.runtime.testing.Small.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.testing.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What programs and engines that were closed leave behind: nothing. */
@Timeout(120)
class EngineLeavingsTest {
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
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
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

  @Test
  void programsComeAndGoOnEnginesThatShareAnInterpreter() throws Exception {
    long before = Paw.interpreterLoads();
    try (Paw one = open(engine().maxSequences(4));
        Paw two = open(engine().maxSequences(8).lanes(2));
        PawProgram kept = one.load(Programs.path("urgency.paw"))) {
      List<FutureTask<Void>> tasks = new ArrayList<>();
      for (Paw paw : List.of(one, two, one, two)) {
        String name = tasks.size() < 2 ? "log.paw" : "intent.paw";
        FutureTask<Void> task =
            new FutureTask<>(
                () -> {
                  for (int i = 0; i < 40; i++) {
                    try (PawProgram program = paw.load(Programs.path(name))) {
                      assertThat(program.apply("disk is full")).isInstanceOf(Answer.class);
                    }
                  }
                  return null;
                });
        tasks.add(task);
        new Thread(task).start();
      }
      for (FutureTask<Void> task : tasks) {
        task.get(60, TimeUnit.SECONDS);
      }
      assertThat(kept.apply("call me")).isInstanceOf(Answer.class);
      assertThat(Paw.interpreterLoads() - before).isLessThanOrEqualTo(1);
    }
  }
}
