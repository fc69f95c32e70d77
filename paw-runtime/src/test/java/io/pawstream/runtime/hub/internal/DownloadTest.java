package io.pawstream.runtime.hub.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.HubException.Kind;
import io.pawstream.runtime.hub.HubOptions;
import io.pawstream.runtime.hub.HubTimeouts;
import io.pawstream.runtime.hub.ProgressEvent;
import io.pawstream.runtime.hub.ProgressEvent.Status;
import io.pawstream.runtime.testing.TestHub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way to a bundle: 202, 302, 404, and what can go wrong with a body. */
class DownloadTest {
  private static final String ID = "94cae81a182723b85cdf";
  private static final String WHAT = "GET /api/v1/programs/" + ID + "/download";
  private static final byte[] BYTES = new byte[700_000];

  static {
    new Random(1).nextBytes(BYTES);
  }

  private TestHub server;
  private HttpCalls calls;
  private HttpHub hub;
  private Path target;
  private final List<Duration> pauses = new ArrayList<>();
  private final List<ProgressEvent> events = new ArrayList<>();

  @BeforeEach
  void start(@TempDir Path temp) throws Exception {
    target = temp.resolve("program.paw");
    server = new TestHub();
    open(HubTimeouts.DEFAULT);
  }

  private void open(HubTimeouts timeouts) {
    HubOptions options =
        HubOptions.DEFAULT
            .withApiUrl(server.url())
            .withApiKey("paw_sk_secret")
            .withTimeouts(timeouts);
    calls = new HttpCalls(options);
    hub = new HttpHub(options, calls, pauses::add);
  }

  @AfterEach
  void stop() {
    calls.close();
    server.close();
  }

  @Test
  void aBundleThatIsBeingBuiltIsWaitedForAndFetchedElsewhereWithoutTheKey() {
    server
        .on(
            WHAT,
            TestHub.status(202).with("Retry-After", "5"),
            TestHub.status(202),
            TestHub.status(202).with("Retry-After", "0"),
            TestHub.redirect(302, server.otherOrigin() + "/cdn/program.paw?sig=1"))
        .on("GET /cdn/program.paw", TestHub.file(BYTES));

    hub.download(ID, target, events::add);

    assertThat(target).hasBinaryContent(BYTES);
    assertThat(pauses)
        .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(1));
    assertThat(server.asked().get(4).path()).isEqualTo("/cdn/program.paw");
    assertThat(server.asked().get(4).header("X-API-Key")).isNull();
    assertThat(events).extracting("status").startsWith(Status.WAITING, Status.WAITING);
    ProgressEvent last = events.get(events.size() - 1);
    assertThat(last.bytes()).isEqualTo(BYTES.length);
    assertThat(last.totalBytes()).isEqualTo(BYTES.length);
  }

  @Test
  void aProgramThatIsNotFoundIsNotWaitedFor() {
    server.on(WHAT, TestHub.json(404, "{\"detail\": \"Program not found\"}"));

    assertKind(Kind.NOT_FOUND).hasMessageContainingAll(ID, "Program not found");
    assertThat(pauses).isEmpty();
  }

  @Test
  void aProgramWithoutItsFilesYetIsWaitedFor() {
    server.on(WHAT, TestHub.json(404, "{\"detail\": \"assets pending\"}"), TestHub.file(BYTES));

    hub.download(ID, target, events::add);

    assertThat(target).hasBinaryContent(BYTES);
    assertThat(pauses).containsExactly(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @CsvSource({"202, TIMEOUT", "404, NOT_FOUND"})
  void aMinuteOfWaitingIsEnough(int status, Kind kind) {
    server.on(WHAT, TestHub.json(status, "{\"detail\": \"assets pending\"}"));

    assertKind(kind);
    assertThat(pauses).hasSize(20).containsOnly(Duration.ofSeconds(3));
  }

  @Test
  void halfABundleIsNeverLeftAndFetchedAgain() {
    server.on(WHAT, TestHub.truncated(BYTES, 300_000), TestHub.file(BYTES));

    hub.download(ID, target, events::add);
    assertThat(target).hasBinaryContent(BYTES);

    target = target.resolveSibling("other.paw");
    server.on(WHAT, TestHub.truncated(BYTES, 300_000));
    assertKind(Kind.UNREACHABLE);
  }

  @Test
  void aBodyThatIsTooLargeIsNotRead() {
    server.on(WHAT, exchange -> exchange.sendResponseHeaders(200, (256L << 20) + 1));

    assertKind(Kind.BAD_ANSWER).hasMessageContaining("at most 268435456");
    assertThat(server.count(WHAT)).isEqualTo(1);
  }

  @Test
  void aPageOfHtmlIsNoBundle() {
    server.on(WHAT, TestHub.html(200));

    assertKind(Kind.BAD_ANSWER).hasMessageContaining("HTML");
  }

  @Test
  void aBodyThatDripsIsLeft() {
    open(HubTimeouts.all(Duration.ofMillis(200)));
    server.on(WHAT, server.drip());

    assertKind(Kind.TIMEOUT).hasMessageContaining("too slowly");
  }

  @Test
  void aRateLimitIsWaitedFor() {
    server.on(WHAT, TestHub.status(429).with("Retry-After", "7"), TestHub.file(BYTES));

    hub.download(ID, target, events::add);

    assertThat(pauses).containsExactly(Duration.ofSeconds(7));
  }

  private AbstractThrowableAssert<?, HubException> assertKind(Kind kind) {
    HubException e =
        catchThrowableOfType(HubException.class, () -> hub.download(ID, target, events::add));
    assertThat(e).isNotNull();
    assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
    assertThat(target).doesNotExist();
    return assertThat(e);
  }
}
