package io.pawstream.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.testing.InLoader;
import io.pawstream.runtime.testing.Programs;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One interpreter in the process, whatever class loaders use it, and none of them kept alive. */
@Timeout(180)
class ClassLoadersTest {
  /** A class loader that shares nothing with this one but the JDK, and its {@link InLoader}. */
  private static final class Island implements AutoCloseable {
    private final URLClassLoader loader;
    private final BiFunction<String, String, String> inside;

    @SuppressWarnings("unchecked")
    Island() throws IOException, ReflectiveOperationException {
      List<URL> urls = new ArrayList<>();
      for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
        // its shutdown hook would keep every class loader that logs
        if (!path.contains("log4j")) {
          urls.add(Path.of(path).toUri().toURL());
        }
      }
      loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
      Class<?> type = loader.loadClass(InLoader.class.getName());
      assertThat(type).isNotEqualTo(InLoader.class);
      inside = (BiFunction<String, String, String>) type.getDeclaredConstructor().newInstance();
    }

    String tell(String order, String text) {
      return inside.apply(order, text);
    }

    @Override
    public void close() throws IOException {
      loader.close();
    }
  }

  private record LastRecord(String text, Object object) {}

  @BeforeEach
  void nothingIsOpen() {
    Paw.closeIdle();
    // engines of earlier tests, also those that free themselves on a thread of their own
    awaitNone("paw-");
  }

  @Test
  void classLoadersShareTheInterpreterAndGoWithoutATrace(@TempDir Path directory) throws Exception {
    Path broken = Files.write(directory.resolve("broken.gguf"), new byte[4096]);
    long before = Paw.interpreterLoads();
    List<WeakReference<ClassLoader>> gone = new ArrayList<>();
    useTwo(gone, before, broken);

    // everything is closed: the next load is a new one
    try (Paw paw = open(Duration.ZERO);
        PawProgram program = paw.load(Programs.path("log.paw"))) {
      assertThat(program.apply("disk is full")).isNotNull();
      assertThat(Paw.interpreterLoads()).isEqualTo(before + 2);
    }

    // JDK 17 keeps the last record class whose equals and hashCode it has linked, whosever it is
    assertThat(new LastRecord("a", 1)).isEqualTo(new LastRecord("a", 1));
    assertThat(new LastRecord("a", 1)).hasSameHashCodeAs(new LastRecord("a", 1));
    long until = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (gone.stream().anyMatch(reference -> reference.get() != null)
        && System.nanoTime() < until) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(gone).allMatch(reference -> reference.get() == null);

    // the library that they have loaded still serves
    try (Paw paw = open(Duration.ZERO);
        PawProgram program = paw.load(Programs.path("log.paw"))) {
      assertThat(program.apply("disk is full")).isNotNull();
    }
  }

  private static void useTwo(List<WeakReference<ClassLoader>> gone, long before, Path broken)
      throws Exception {
    try (Island one = new Island();
        Island two = new Island()) {
      gone.add(new WeakReference<>(one.loader));
      gone.add(new WeakReference<>(two.loader));
      one.tell("open", "PT0S");
      two.tell("open", "PT0S");
      assertThat(one.tell("loads", "")).isEqualTo(Long.toString(before + 1));
      assertThat(two.tell("loads", "")).isEqualTo(Long.toString(before + 1));
      assertThat(Paw.interpreterLoads()).isEqualTo(before + 1);
      assertThat(one.tell("ask", "disk failure, service is down")).isEqualTo("ALERT");
      assertThat(two.tell("ask", "disk failure, service is down")).isEqualTo("ALERT");

      // llama.cpp has one log: it goes over to whoever stays
      two.tell("close", "");
      assertThat(one.tell("ask", "disk failure, service is still down")).isEqualTo("ALERT");
      assertThat(one.tell("load broken adapter", broken.toString()))
          .contains("llama.cpp says: ")
          .doesNotContain("no reason given");
      two.tell("open", "PT0S");
      one.tell("close", "");
      assertThat(two.tell("ask", "disk failure, service is down again")).isEqualTo("ALERT");
      assertThat(two.tell("load broken adapter", broken.toString()))
          .doesNotContain("no reason given");
      two.tell("close", "");
      assertThat(Paw.interpreterLoads()).isEqualTo(before + 1);
      one.tell("close idle", "");
      two.tell("close idle", "");
    }
  }

  @Test
  void anEngineIsTakenUpAgainWithinItsGrace() throws InterruptedException {
    long before = Paw.interpreterLoads();
    for (int i = 0; i < 5; i++) {
      try (Paw paw = open(Duration.ofMinutes(10));
          PawProgram program = paw.load(Programs.path("log.paw"))) {
        assertThat(program.apply("disk is full")).isNotNull();
      }
    }
    // a fixture of another test may hold the interpreter itself: then there is nothing to load
    long loaded = Paw.interpreterLoads();
    assertThat(loaded - before).isLessThanOrEqualTo(1);
    assertThat(threads("paw-engine-grace")).isLessThanOrEqualTo(2);
    assertThat(threads("paw-lane-")).isEqualTo(1);

    Paw.closeIdle();

    assertThat(threads("paw-lane-")).isZero();
    awaitNone("paw-engine-grace");
    try (Paw paw = open(Duration.ZERO);
        PawProgram program = paw.load(Programs.path("log.paw"))) {
      assertThat(program.apply("disk is full")).isNotNull();
      assertThat(Paw.interpreterLoads() - loaded).isLessThanOrEqualTo(1);
      // what somebody holds is not idle
      Paw.closeIdle();
      assertThat(program.apply("disk is full again")).isNotNull();
    }
  }

  @Test
  void anEngineGoesWhenItsGraceIsOver() {
    try (Paw paw = open(Duration.ofMillis(100));
        PawProgram program = paw.load(Programs.path("log.paw"))) {
      assertThat(threads("paw-lane-")).isEqualTo(1);
    }
    awaitNone("paw-");
  }

  private static Paw open(Duration grace) {
    return Paw.open(
        PawOptions.DEFAULT.withEngine(
            EngineOptions.builder().lanes(1).closeGrace(grace).cacheBytes(0).build()));
  }

  private static long threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().startsWith(prefix))
        .count();
  }

  private static void awaitNone(String prefix) {
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (threads(prefix) > 0) {
      assertThat(System.nanoTime()).isLessThan(until);
      Thread.onSpinWait();
    }
  }
}
