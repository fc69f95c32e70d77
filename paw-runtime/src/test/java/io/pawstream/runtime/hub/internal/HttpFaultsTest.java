package io.pawstream.runtime.hub.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.HubException.Kind;
import io.pawstream.runtime.hub.HubOptions;
import io.pawstream.runtime.hub.HubTimeouts;
import io.pawstream.runtime.testing.TestHub;
import io.pawstream.runtime.testing.TestHub.Answer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers and networks that misbehave: each fault has a kind, and none hangs. */
class HttpFaultsTest {
  private static final String ID = "94cae81a182723b85cdf";
  private static final String WHAT = "GET /api/v1/programs/resolve/triage";
  private static final Answer GOOD = TestHub.json(200, "{\"program_id\": \"" + ID + "\"}");

  private TestHub server;
  private HttpCalls calls;
  private HttpHub hub;
  private final List<Duration> pauses = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
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

  @ParameterizedTest
  @CsvSource({
    "400, REFUSED, 1",
    "401, UNAUTHORIZED, 1",
    "403, UNAUTHORIZED, 1",
    "404, NOT_FOUND, 1",
    "422, REFUSED, 1",
    "429, RATE_LIMITED, 5",
    "500, SERVER, 5",
    "502, SERVER, 5",
    "503, SERVER, 5",
    "304, BAD_ANSWER, 1",
  })
  void eachStatusHasAKindAndWhatMayPassIsTriedAgain(int status, Kind kind, int tries) {
    server.on(WHAT, TestHub.status(status));

    HubException e = assertKind(kind).actual();
    assertThat(e.status()).isEqualTo(status);
    assertThat(server.count(WHAT)).isEqualTo(tries);
    assertThat(pauses).hasSize(tries - 1);
    for (int i = 0; i < pauses.size(); i++) {
      assertThat(pauses.get(i).toMillis()).isBetween(750L << i, 1000L << i);
    }
  }

  @Test
  void whatPassesPasses() {
    server.on(WHAT, TestHub.status(503), TestHub.truncated(new byte[100], 10), GOOD);

    assertThat(hub.resolve("triage")).isEqualTo(ID);
    assertThat(pauses).hasSize(2);
  }

  @Test
  void retryAfterInSecondsIsWaitedFor() {
    server.on(WHAT, TestHub.status(429).with("Retry-After", "37"), GOOD);

    assertThat(hub.resolve("triage")).isEqualTo(ID);
    assertThat(pauses).containsExactly(Duration.ofSeconds(37));
  }

  @Test
  void retryAfterAsADateIsWaitedFor() {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().plusSeconds(50).atOffset(ZoneOffset.UTC));
    server.on(WHAT, TestHub.status(503).with("Retry-After", date), GOOD);

    assertThat(hub.resolve("triage")).isEqualTo(ID);
    assertThat(pauses).hasSize(1).allMatch(p -> p.toSeconds() > 30 && p.toSeconds() <= 50);
  }

  @Test
  void retryAfterBeyondTheBackOffIsTold() {
    server.on(WHAT, TestHub.status(429).with("Retry-After", "3600"));

    HubException e = assertKind(Kind.RATE_LIMITED).actual();
    assertThat(e.retryAfter()).isEqualTo(Duration.ofHours(1));
    assertThat(e).hasMessageContaining("retry after 3600 s");
    assertThat(pauses).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"soon", "-5", "''", "12 apples"})
  void aRetryAfterOfNeitherFormIsLikeNone(String value) {
    server.on(WHAT, TestHub.status(503).with("Retry-After", value), GOOD);

    assertThat(hub.resolve("triage")).isEqualTo(ID);
    assertThat(pauses).hasSize(1).allMatch(p -> p.toMillis() <= 1000);
  }

  @Test
  void aPageOfHtmlIsNoAnswerAndIsNotQuoted() {
    server.on(WHAT, TestHub.html(200));
    assertKind(Kind.BAD_ANSWER)
        .hasMessageContainingAll("HTML", "PAW_API_URL")
        .hasMessageNotContainingAny("Gateway");

    server.on(WHAT, TestHub.html(502));
    assertKind(Kind.SERVER).hasMessageContaining("HTML").hasMessageNotContainingAny("Gateway");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[1]", "{}", "{\"program_id\": 7}", "nonsense", "''"})
  void anAnswerOfAnotherShapeIsRefused(String body) {
    server.on(WHAT, TestHub.json(200, body));

    assertKind(Kind.BAD_ANSWER);
  }

  @Test
  void anAnswerIsBounded() {
    server.on(WHAT, TestHub.json(200, " ".repeat(5 << 20)));

    assertKind(Kind.BAD_ANSWER).hasMessageContaining("at most");
  }

  @Test
  void aSilentServerIsLeft() {
    open(HubTimeouts.all(Duration.ofMillis(150)));
    server.on(WHAT, server.silence());

    assertKind(Kind.TIMEOUT);
    assertThat(server.count(WHAT)).isEqualTo(5);
  }

  @Test
  void aServerThatDripsIsLeft() {
    open(HubTimeouts.all(Duration.ofMillis(150)));
    server.on(WHAT, server.drip());

    assertKind(Kind.TIMEOUT).hasMessageContaining("in time");
  }

  @Test
  void halfABodyIsNoAnswer() {
    server.on(WHAT, TestHub.truncated(new byte[1000], 500));

    assertKind(Kind.UNREACHABLE);
    assertThat(server.count(WHAT)).isEqualTo(5);
  }

  @Test
  void nobodyThere() {
    server.close();

    assertKind(Kind.UNREACHABLE).hasMessageContaining("PAW_OFFLINE");
  }

  @Test
  void redirectsEndSomewhere() {
    server.on(WHAT, TestHub.redirect(302, "/api/v1/programs/resolve/triage"));

    assertKind(Kind.BAD_ANSWER).hasMessageContaining("redirects");
    assertThat(server.count(WHAT)).isEqualTo(6);
  }

  @Test
  void theKeyStaysWithItsOrigin() {
    String elsewhere = "/elsewhere";
    server
        .on(WHAT, TestHub.redirect(307, "/moved"))
        .on("GET /moved", TestHub.redirect(302, server.otherOrigin() + elsewhere))
        .on("GET " + elsewhere, TestHub.redirect(302, server.url() + "/back"))
        .on("GET /back", GOOD);

    assertThat(hub.resolve("triage")).isEqualTo(ID);
    assertThat(server.asked())
        .extracting(asked -> asked.header("X-API-Key"))
        .containsExactly("paw_sk_secret", "paw_sk_secret", null, "paw_sk_secret");
  }

  @ParameterizedTest
  @CsvSource({"ftp://host/file", "file:///etc/passwd", "http://", "'http://a b/'"})
  void aRedirectToWhatIsNoAddressIsRefused(String location) {
    server.on(WHAT, TestHub.redirect(302, location));

    assertKind(Kind.BAD_ANSWER).hasMessageContaining("redirect");
  }

  @Test
  void aPostIsNotRedirected() {
    server.on("POST /api/v1/infer", TestHub.redirect(308, server.otherOrigin() + "/infer"));

    assertKind(Kind.BAD_ANSWER, () -> hub.infer("triage", "text", 0))
        .hasMessageContaining("PAW_API_URL");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void anInterruptEndsACall() throws Exception {
    server.on(WHAT, server.silence());
    List<Throwable> thrown = new ArrayList<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                hub.resolve("triage");
              } catch (HubException e) {
                thrown.add(e);
              }
            });
    caller.start();
    while (server.asked().isEmpty()) {
      Thread.onSpinWait();
    }
    caller.interrupt();
    caller.join(30_000);

    assertThat(caller.isAlive()).isFalse();
    assertThat(thrown).singleElement().extracting("kind").isEqualTo(Kind.INTERRUPTED);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.io, https://a.io:443/x, true",
    "https://a.io, https://A.IO/x, true",
    "http://a.io:80, http://a.io, true",
    "https://a.io, http://a.io, false",
    "https://a.io, https://a.io:8443, false",
    "https://a.io, https://b.a.io, false",
    "https://a.io, https://a.io.evil.com, false",
  })
  void anOriginIsSchemeHostAndPort(URI one, URI other, boolean same) {
    assertThat(HttpCalls.sameOrigin(one, other)).isEqualTo(same);
  }

  private AbstractThrowableAssert<?, HubException> assertKind(Kind kind) {
    return assertKind(kind, () -> hub.resolve("triage"));
  }

  private static AbstractThrowableAssert<?, HubException> assertKind(
      Kind kind, ThrowingCallable call) {
    HubException e = catchThrowableOfType(HubException.class, call);
    assertThat(e).isNotNull();
    assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
    return assertThat(e);
  }
}
