package io.pawstream.runtime;

import static io.pawstream.runtime.testing.Small.engine;
import static io.pawstream.runtime.testing.Small.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.testing.ChildJvm;
import io.pawstream.runtime.testing.Programs;
import java.io.IOException;
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
  void programsThatAreClosedLeaveNoMemoryBehind() throws Exception {
    // 200 adapters that stayed would be 46 MB, their prefix states as much again; the JVM itself
    // grows by some megabytes of compiled code
    assertThat(grownKilobytes("programs", 200)).isLessThan(24_000);
  }

  @Test
  void enginesThatAreClosedLeaveNoMemoryBehind() throws Exception {
    // a context that stayed would be several megabytes
    assertThat(grownKilobytes("engines", 40)).isLessThan(30_000);
  }

  /** In a process whose heap has its full size from the beginning: what grows is native. */
  private static long grownKilobytes(String what, int times) throws Exception {
    ChildJvm.Ended ended =
        ChildJvm.run(
            Child.class,
            List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"),
            what,
            Integer.toString(times));
    assertThat(ended.exit()).as(ended.output()).isZero();
    return Long.parseLong(ended.output().strip());
  }

  /** What runs in the other process. */
  static final class Child {
    public static void main(String[] arguments) throws Exception {
      int times = Integer.parseInt(arguments[1]);
      cycle(arguments[0], times / 3);
      long before = residentKilobytes();
      cycle(arguments[0], times);
      System.out.println(residentKilobytes() - before);
    }

    private static void cycle(String what, int times) throws InterruptedException {
      if (what.equals("programs")) {
        try (Paw paw = open(engine())) {
          loadAndClose(paw, times);
        }
      } else {
        for (int i = 0; i < times; i++) {
          try (Paw paw = open(engine())) {
            loadAndClose(paw, 1);
          }
        }
      }
      System.gc();
    }

    private static void loadAndClose(Paw paw, int times) throws InterruptedException {
      for (int i = 0; i < times; i++) {
        try (PawProgram program = paw.load(Programs.path("log.paw"))) {
          assertThat(program.apply("disk is full")).isInstanceOf(Answer.class);
        }
      }
    }

    private static long residentKilobytes() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void enginesThatAreClosedLeaveNoThreadsBehind() throws InterruptedException {
    // those of other tests
    Paw.closeIdle();
    try (Paw paw = open(engine().lanes(2));
        PawProgram program =
            paw.load(
                Programs.path("log.paw"),
                ProgramOptions.DEFAULT.withDeadline(Duration.ofMinutes(1)))) {
      assertThat(program.apply("disk is full")).isInstanceOf(Answer.class);
      assertThat(engineThreads()).hasSize(3);
    }
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!engineThreads().isEmpty() && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    assertThat(engineThreads()).isEmpty();
  }

  private static List<String> engineThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("paw-"))
        .toList();
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
