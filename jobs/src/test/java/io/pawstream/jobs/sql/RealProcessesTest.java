package io.pawstream.jobs.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQL jobs on a JobManager and two TaskManagers that are processes of their own. */
class RealProcessesTest {
  /** Half a minute for five; {@code -Dpaw.test.rounds=10} for more. */
  private static final int ROUNDS = Integer.getInteger("paw.test.rounds", 5);

  /** Tokens of a context: an engine then has 85 to 105 MB of its own, most of it never touched. */
  private static final int CONTEXT = 32 * 1024;

  /** What a process may keep for later; two engines left behind are more. */
  private static final long OWN_SLACK_KILOBYTES = 128 * 1024;

  /**
   * What code and classes of the JVM may grow by, and what glibc keeps of freed memory: that comes
   * in steps of 25 MB, in any round.
   */
  private static final long RESIDENT_SLACK_KILOBYTES = 64 * 1024;

  @TempDir static Path directory;

  private static FlinkProcesses flink;
  private static Path jar;
  private static Path script;

  @BeforeAll
  static void start() throws Exception {
    jar = jobJar();
    script =
        Files.writeString(
            directory.resolve("job.sql"),
            """
            SET 'parallelism.default' = '2';
            CREATE TABLE messages (text STRING) WITH (
              'connector' = 'datagen', 'rows-per-second' = '20', 'fields.text.length' = '40');
            CREATE TABLE seen (label STRING) WITH ('connector' = 'blackhole');
            CREATE MODEL urgency INPUT (text STRING) OUTPUT (label STRING)
            WITH ('provider' = 'paw', 'program' = '%s', 'close-grace' = '100 ms',
              'lanes' = '1', 'max-context-size' = '%d');
            INSERT INTO seen
            SELECT label FROM ML_PREDICT(TABLE messages, MODEL urgency, DESCRIPTOR(text));
            """
                .formatted(Path.of("..", "programs", "urgency.paw").toRealPath(), CONTEXT));
    flink = new FlinkProcesses(directory, 2);
  }

  @AfterAll
  static void stop() throws Exception {
    if (flink != null) {
      flink.close();
    }
  }

  /** The job without the operator, which lies in {@code lib}. */
  private static Path jobJar() throws IOException {
    Path classes = Path.of("target", "classes");
    Path file = directory.resolve("jobs.jar");
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream zip = new JarOutputStream(out);
        Stream<Path> all = Files.walk(classes.resolve("io/pawstream/jobs"))) {
      for (Path path : all.filter(p -> p.toString().endsWith(".class")).toList()) {
        zip.putNextEntry(new JarEntry(classes.relativize(path).toString()));
        Files.copy(path, zip);
        zip.closeEntry();
      }
    }
    return file;
  }

  private static void untilAnswered(String job) throws Exception {
    flink.until(
        "answers of " + job,
        () -> {
          List<Long> answers = flink.metric(job, "paw.program.urgency.answers");
          return answers.size() == 2 && answers.stream().allMatch(count -> count > 0);
        });
  }

  private static List<NativeState> states() throws IOException {
    List<NativeState> states = new ArrayList<>();
    for (long pid : flink.taskManagers()) {
      states.add(NativeState.of(pid));
    }
    return states;
  }

  private static void untilEnginesAreGone() throws Exception {
    flink.until(
        "engines to go",
        () ->
            states().stream().allMatch(s -> s.engineThreads().isEmpty() && s.weights().isEmpty()));
  }

  @Test
  void jobsOfATaskManagerShareOneInterpreterAndLeaveNothingBehind() throws Exception {
    String first = flink.run(jar, script);
    untilAnswered(first);
    List<NativeState> one = states();
    String second = flink.run(jar, script);
    untilAnswered(second);
    List<NativeState> two = states();

    for (String job : List.of(first, second)) {
      assertThat(flink.metric(job, "paw.program.urgency.interpreterLoads")).containsExactly(1L, 1L);
    }
    for (int i = 0; i < two.size(); i++) {
      assertThat(two.get(i).engineThreads()).isNotEmpty().hasSameSizeAs(one.get(i).engineThreads());
      assertThat(two.get(i).weights()).hasSize(1).isEqualTo(one.get(i).weights());
      assertThat(two.get(i).residentKilobytes())
          .isLessThan(one.get(i).residentKilobytes() + RESIDENT_SLACK_KILOBYTES);
      System.out.printf(
          "TaskManager %d, one job, then two: mapped weights %s, resident %d, then %d kB%n",
          i, two.get(i).weights(), one.get(i).residentKilobytes(), two.get(i).residentKilobytes());
    }

    flink.cancel(first);
    flink.cancel(second);
    untilEnginesAreGone();
    cancelAndResubmit();
  }

  private static void cancelAndResubmit() throws Exception {
    List<List<NativeState>> rounds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      String job = flink.run(jar, script);
      untilAnswered(job);
      List<NativeState> running = states();
      flink.cancel(job);
      untilEnginesAreGone();
      List<NativeState> states = new ArrayList<>();
      for (long pid : flink.taskManagers()) {
        states.add(NativeState.afterCollection(pid));
      }
      rounds.add(states);
      System.out.printf(
          "Round %d: own %s, resident %s kB while running, then threads %s, own %s,"
              + " resident %s kB%n",
          round + 1,
          running.stream().map(NativeState::ownKilobytes).toList(),
          running.stream().map(NativeState::residentKilobytes).toList(),
          states.stream().map(s -> s.threads().size()).toList(),
          states.stream().map(NativeState::ownKilobytes).toList(),
          states.stream().map(NativeState::residentKilobytes).toList());
    }
    List<NativeState> early = rounds.get(2);
    List<NativeState> last = rounds.get(ROUNDS - 1);
    for (int i = 0; i < last.size(); i++) {
      assertThat(last.get(i).threads().stream().map(RealProcessesTest::family).distinct())
          .isSubsetOf(early.get(i).threads().stream().map(RealProcessesTest::family).toList());
      assertThat(last.get(i).residentKilobytes())
          .isLessThan(early.get(i).residentKilobytes() + RESIDENT_SLACK_KILOBYTES);
      assertThat(last.get(i).ownKilobytes())
          .isLessThan(early.get(i).ownKilobytes() + OWN_SLACK_KILOBYTES);
    }
  }

  /** A thread's name without its number. */
  private static String family(String name) {
    return name.replaceAll("[0-9]+.*$", "");
  }
}
