package io.pawstream.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.flink.Fixtures.Ticket;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawProgram;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Jobs that bring the operator in a jar of their own: each has a class loader, and a copy of our
 * classes, of its own.
 */
class JobClassLoaderTest {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  /** Where jobs leave their class loaders; the property is seen by all copies of this class. */
  private static final String SEEN = "io.pawstream.flink.test.loaders";

  /** What a job jar would hold: everything of ours and what it needs, nothing of Flink's. */
  private static List<String> jobJar() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            entry ->
                entry.contains("classes")
                    || entry.contains("paw-")
                    || Path.of(entry).getFileName().toString().matches("(jna|caffeine|jackson).*"))
        .map(entry -> Path.of(entry).toUri().toString())
        .toList();
  }

  private static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.CLASSPATHS, jobJar());
    configuration.set(CoreOptions.CLASSLOADER_RESOLVE_ORDER, "child-first");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(2);
    return env;
  }

  private static void runJob() throws Exception {
    List<Answered<Ticket>> answered =
        Fixtures.run(
            PawStreams.transform(Fixtures.stream(environment(), Fixtures.tickets(20)).rebalance())
                .input(JobClassLoaderTest::leaveClassLoader)
                .options(Fixtures.OPTIONS)
                .program(Fixtures.program("urgency"))
                .apply());
    assertThat(answered).hasSize(20).allMatch(a -> a.label("urgency") != null);
  }

  private static String leaveClassLoader(Ticket ticket) {
    seen().add(System.identityHashCode(Paw.class.getClassLoader()));
    return ticket.text();
  }

  @SuppressWarnings("unchecked")
  private static Set<Integer> seen() {
    return (Set<Integer>) System.getProperties().get(SEEN);
  }

  private static Set<Thread> engineThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("paw-"))
        .collect(Collectors.toSet());
  }

  @Test
  void jobsShareTheInterpreterAndTakeTheirEnginesWithThem() throws Exception {
    System.getProperties().put(SEEN, ConcurrentHashMap.newKeySet());
    try (Paw paw = Paw.open(Fixtures.OPTIONS);
        PawProgram holder = paw.load(Fixtures.program("urgency"))) {
      long loads = Paw.interpreterLoads();
      Set<Thread> threads = engineThreads();
      runJob();
      runJob();

      assertThat(holder.labels()).hasSize(2);
      assertThat(seen())
          .hasSize(2)
          .doesNotContain(System.identityHashCode(Paw.class.getClassLoader()));
      assertThat(Paw.interpreterLoads()).isEqualTo(loads).isPositive();
      // Far less than the grace period, which would let the threads go as well.
      long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
      while (!threads.containsAll(engineThreads()) && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(threads).isNotEmpty().containsAll(engineThreads());
    } finally {
      System.getProperties().remove(SEEN);
    }
  }
}
