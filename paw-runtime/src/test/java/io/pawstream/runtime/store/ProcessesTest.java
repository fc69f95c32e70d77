package io.pawstream.runtime.store;

import static io.pawstream.runtime.store.StoreFixture.DOWNLOAD;
import static io.pawstream.runtime.store.StoreFixture.URGENCY;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.hub.Backoff;
import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.ProgressEvent;
import io.pawstream.runtime.hub.ProgressListener;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.testing.ChildJvm;
import io.pawstream.runtime.testing.NoSockets;
import io.pawstream.runtime.testing.TestHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds among processes, shown with real ones. */
class ProcessesTest {
  /** A process that pulls a program, tells the hub when it waits for another, says the digest. */
  static final class Puller {
    public static void main(String[] arguments) {
      StoreOptions options =
          StoreOptions.fromEnvironment(
              Map.of("PAW_CACHE_DIR", arguments[0], "PAW_API_URL", arguments[1]),
              Path.of(arguments[0]));
      try (ProgramStore store = ProgramStore.open(options)) {
        ProgramBundle program =
            store.pull(
                URGENCY,
                event -> {
                  if (event.status() == ProgressEvent.Status.WAITING) {
                    tell(arguments[1] + "/waiting");
                  }
                });
        System.out.println("digest=" + program.digest());
      }
    }

    private static void tell(String url) {
      try {
        URI.create(url).toURL().openStream().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A process that uses a program by its name, after the environment in its arguments. */
  static final class User {
    public static void main(String[] arguments) throws Exception {
      NoSockets.forbid();
      StoreOptions options =
          StoreOptions.fromEnvironment(
              Map.of(
                  "PAW_CACHE_DIR", arguments[0],
                  "PAW_API_URL", arguments[1],
                  "PAW_OFFLINE", arguments[2]),
              Path.of(arguments[0]));
      options = options.withHub(options.hub().withBackoff(Backoff.NEVER));
      try (ProgramStore store = ProgramStore.open(options);
          Paw paw = Paw.open(PawOptions.DEFAULT.withCacheDir(arguments[0]))) {
        Prepared prepared = store.prepare(List.of("acme/urgency"), ProgressListener.NONE).get(0);
        try (PawProgram program = paw.load(prepared.pinned())) {
          System.out.println(program.apply("The server is down").getClass().getSimpleName());
        }
        try {
          store.pull("acme/missing", ProgressListener.NONE);
        } catch (HubException e) {
          System.out.println(e.kind());
        }
      }
      System.out.println("sockets=" + NoSockets.tried());
    }
  }

  @Test
  void twoProcessesPullOneProgramWithOneDownload(@TempDir Path temp) throws Exception {
    Path cache = temp.resolve("cache");
    try (StoreFixture fixture = new StoreFixture(cache)) {
      byte[] bundle = StoreFixture.urgency();
      // the first download stands still until the other process waits for it, or asks too
      CountDownLatch both = new CountDownLatch(2);
      fixture.hub.on(
          "GET " + DOWNLOAD.formatted(URGENCY),
          exchange -> {
            both.countDown();
            await(both);
            TestHub.file(bundle).send(exchange);
          });
      fixture.hub.on(
          "GET /waiting",
          exchange -> {
            both.countDown();
            TestHub.json(200, "{}").send(exchange);
          });
      CompletableFuture<ChildJvm.Ended> one = CompletableFuture.supplyAsync(() -> pull(fixture));
      CompletableFuture<ChildJvm.Ended> two = CompletableFuture.supplyAsync(() -> pull(fixture));

      String digest = ProgramBundle.read(Path.of("../programs/urgency.paw")).digest();
      for (CompletableFuture<ChildJvm.Ended> process : List.of(one, two)) {
        assertThat(process.get(100, TimeUnit.SECONDS).output()).contains("digest=" + digest);
        assertThat(process.get().exit()).isZero();
      }
      assertThat(fixture.downloads(URGENCY)).isEqualTo(1);
      assertThat(fixture.hub.count("GET /waiting")).isEqualTo(1);
    }
  }

  @Test
  void offlineNoSocketIsOpened(@TempDir Path temp) throws Exception {
    try (StoreFixture fixture = new StoreFixture(temp.resolve("cache"))) {
      fixture.resolve("acme%2Furgency", URGENCY);
      try (ProgramStore store = ProgramStore.open(fixture.options())) {
        store.pull("acme/urgency", ProgressListener.NONE);
      }
      int asked = fixture.hub.asked().size();

      assertThat(use(fixture, "1").output()).contains("Answer", "OFFLINE", "sockets=0");
      // and that this would be seen
      assertThat(use(fixture, "0").output())
          .contains("Answer", "UNREACHABLE", "sockets=")
          .doesNotContain("sockets=0");
      assertThat(fixture.hub.asked()).hasSize(asked);
    }
  }

  private static ChildJvm.Ended pull(StoreFixture fixture) {
    return run(Puller.class, List.of(), fixture.cache.toString(), fixture.hub.url().toString());
  }

  private static ChildJvm.Ended use(StoreFixture fixture, String offline) {
    return run(
        User.class,
        NoSockets.JVM_OPTIONS,
        fixture.cache.toString(),
        fixture.hub.url().toString(),
        offline);
  }

  private static ChildJvm.Ended run(Class<?> main, List<String> options, String... arguments) {
    try {
      return ChildJvm.run(main, options, arguments);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(80, TimeUnit.SECONDS)) {
        throw new IOException("the other process did not come");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
