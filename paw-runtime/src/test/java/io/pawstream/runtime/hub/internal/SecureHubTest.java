package io.pawstream.runtime.hub.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pawstream.runtime.hub.Backoff;
import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.HubException.Kind;
import io.pawstream.runtime.hub.HubOptions;
import io.pawstream.runtime.testing.TestCertificate;
import io.pawstream.runtime.testing.TestHub;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub with https: what is asked of it never leaves https. */
class SecureHubTest {
  private static final String ID = "94cae81a182723b85cdf";
  private static final String RESOLVE = "GET /api/v1/programs/resolve/triage";
  private static final String DOWNLOAD = "GET /api/v1/programs/" + ID + "/download";

  @TempDir Path directory;
  private SSLContext before;
  private TestHub secure;
  private TestHub plain;
  private HttpCalls calls;
  private HttpHub hub;

  @BeforeEach
  void start() throws Exception {
    before = SSLContext.getDefault();
    SSLContext tls = TestCertificate.make(directory).context();
    SSLContext.setDefault(tls);
    secure = new TestHub(tls);
    plain = new TestHub();
    HubOptions options =
        HubOptions.DEFAULT
            .withApiUrl(secure.url())
            .withApiKey("paw_sk_secret")
            .withBackoff(Backoff.NEVER);
    calls = new HttpCalls(options);
    hub = new HttpHub(options, calls, pause -> {});
  }

  @AfterEach
  void stop() {
    calls.close();
    secure.close();
    plain.close();
    SSLContext.setDefault(before);
  }

  @Test
  void aRedirectAwayFromHttpsIsRefused() {
    secure
        .on(RESOLVE, TestHub.redirect(302, plain.url() + "/resolve"))
        .on(DOWNLOAD, TestHub.redirect(307, plain.url() + "/program.paw"));
    Path target = directory.resolve("program.paw");

    HubException call = catchThrowableOfType(HubException.class, () -> hub.resolve("triage"));
    HubException file =
        catchThrowableOfType(HubException.class, () -> hub.download(ID, target, event -> {}));

    assertThat(call.kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(call).hasMessageContaining("leaves https");
    assertThat(file).hasMessageContaining("leaves https");
    assertThat(secure.asked())
        .hasSize(2)
        .allMatch(asked -> "paw_sk_secret".equals(asked.header("X-API-Key")));
    assertThat(plain.asked()).isEmpty();
    assertThat(target).doesNotExist();
  }

  @Test
  void aRedirectWithinHttpsIsFollowedAndToAnotherOriginWithoutTheKey() {
    secure
        .on(RESOLVE, TestHub.redirect(302, secure.otherOrigin() + "/moved"))
        .on("GET /moved", TestHub.redirect(302, secure.url() + "/back"))
        .on("GET /back", TestHub.json(200, "{\"program_id\": \"" + ID + "\"}"));

    assertThat(hub.resolve("triage")).isEqualTo(ID);
    assertThat(secure.asked())
        .extracting(asked -> asked.header("X-API-Key"))
        .containsExactly("paw_sk_secret", null, "paw_sk_secret");
  }

  @Test
  void aCertificateThatNobodyTrustsEndsTheCallBeforeTheKeyIsSent() throws Exception {
    SSLContext.setDefault(before);
    HubOptions options =
        HubOptions.DEFAULT
            .withApiUrl(secure.url())
            .withApiKey("paw_sk_secret")
            .withBackoff(Backoff.NEVER);
    try (HttpCalls strangers = new HttpCalls(options)) {
      HttpHub stranger = new HttpHub(options, strangers, pause -> {});

      HubException e = catchThrowableOfType(HubException.class, () -> stranger.resolve("triage"));

      assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(secure.asked()).isEmpty();
    }
  }
}
