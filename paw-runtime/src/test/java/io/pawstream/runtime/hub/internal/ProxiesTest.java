package io.pawstream.runtime.hub.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pawstream.runtime.hub.Backoff;
import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.HubException.Kind;
import io.pawstream.runtime.hub.HubOptions;
import io.pawstream.runtime.hub.HubProxies;
import io.pawstream.runtime.testing.ChildJvm;
import io.pawstream.runtime.testing.TestCertificate;
import io.pawstream.runtime.testing.TestHub;
import io.pawstream.runtime.testing.TestProxy;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The proxies that the environment names, real ones; every server here is behind one. */
class ProxiesTest {
  private static final String ID = "94cae81a182723b85cdf";
  private static final String WHAT = "GET /api/v1/programs/resolve/triage";
  private static final String USER = "Basic dXNlcjpwOndvcmQ="; // user:p:word

  @Test
  void plainCallsAndDownloadsGoThroughTheProxy(@TempDir Path directory) throws Exception {
    try (TestHub server = new TestHub();
        TestProxy proxy = new TestProxy(server.url().getPort(), USER);
        HttpCalls calls =
            calls(
                "http://hub.example",
                Map.of("http_proxy", "http://user:p%3Aword@" + proxy.address()))) {
      server
          .on(WHAT, TestHub.json(200, "{\"program_id\": \"" + ID + "\"}"))
          .on(
              "GET /api/v1/programs/" + ID + "/download",
              TestHub.redirect(302, "http://cdn.example/program.paw"))
          .on("GET /program.paw", TestHub.file(new byte[] {1, 2, 3}));
      HttpHub hub = new HttpHub(options("http://hub.example", Map.of()), calls, pause -> {});

      assertThat(hub.resolve("triage")).isEqualTo(ID);
      Path target = directory.resolve("program.paw");
      hub.download(ID, target, event -> {});

      assertThat(Files.size(target)).isEqualTo(3);
      assertThat(proxy.heads())
          .hasSize(3)
          .allMatch(head -> head.contains("Proxy-Authorization: " + USER));
      assertThat(proxy.heads().get(2))
          .startsWith("GET http://cdn.example/program.paw ")
          .doesNotContain("X-API-Key");
    }
  }

  @Test
  void httpsGoesThroughATunnelWhoseProxySeesNoKey(@TempDir Path directory) throws Exception {
    SSLContext before = SSLContext.getDefault();
    SSLContext tls = TestCertificate.make(directory).context();
    SSLContext.setDefault(tls);
    try (TestHub server = new TestHub(tls);
        TestProxy proxy = new TestProxy(server.url().getPort(), null);
        HttpCalls calls = calls("https://hub.example", Map.of("HTTPS_PROXY", proxy.address()))) {
      server.on(WHAT, TestHub.json(200, "{\"program_id\": \"" + ID + "\"}"));

      HttpHub hub = new HttpHub(options("https://hub.example", Map.of()), calls, pause -> {});

      assertThat(hub.resolve("triage")).isEqualTo(ID);
      assertThat(server.asked().get(0).header("X-API-Key")).isEqualTo("paw_sk_secret");
      assertThat(proxy.heads()).hasSize(1);
      assertThat(proxy.heads().get(0))
          .startsWith("CONNECT hub.example:443 ")
          .doesNotContain("paw_sk_secret");
    } finally {
      SSLContext.setDefault(before);
    }
  }

  /** The JDK reads once whether a tunnel may be asked for with a password in the clear. */
  @Test
  void aTunnelWithAPassword(@TempDir Path directory) throws Exception {
    TestCertificate certificate = TestCertificate.make(directory);
    try (TestHub server = new TestHub(certificate.context());
        TestProxy proxy = new TestProxy(server.url().getPort(), USER)) {
      server.on(WHAT, TestHub.json(200, "{\"program_id\": \"" + ID + "\"}"));
      String named = "user:p%3Aword@" + proxy.address();

      ChildJvm.Ended allowed =
          ChildJvm.run(
              Tunnel.class,
              List.of("-Djdk.http.auth.tunneling.disabledSchemes="),
              certificate.store().toString(),
              named);
      ChildJvm.Ended forbidden =
          ChildJvm.run(Tunnel.class, List.of(), certificate.store().toString(), named);

      assertThat(allowed.output()).contains(ID);
      assertThat(forbidden.output())
          .contains("UNAUTHORIZED", "disabledSchemes")
          .doesNotContain("p:word", "p%3Aword");
    }
  }

  /** For a process of its own. */
  static final class Tunnel {
    private Tunnel() {}

    public static void main(String[] arguments) throws Exception {
      SSLContext.setDefault(new TestCertificate(Path.of(arguments[0])).context());
      try (HttpCalls calls = calls("https://hub.example", Map.of("https_proxy", arguments[1]))) {
        System.out.println(
            new HttpHub(options("https://hub.example", Map.of()), calls, pause -> {})
                .resolve("triage"));
      } catch (HubException e) {
        System.out.println(e.kind() + " " + e.getMessage());
      }
    }
  }

  @Test
  void aTunnelThatLeadsNowhereIsSaid() throws Exception {
    int closed;
    try (ServerSocket gone = new ServerSocket(0)) {
      closed = gone.getLocalPort();
    }
    try (TestProxy proxy = new TestProxy(closed, null);
        HttpCalls calls = calls("https://hub.example", Map.of("https_proxy", proxy.address()))) {
      HttpHub hub = new HttpHub(options("https://hub.example", Map.of()), calls, pause -> {});

      HubException e = catchThrowableOfType(HubException.class, () -> hub.resolve("triage"));
      assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(e).hasMessageContainingAll("hub.example", "Tunnel failed", "502");
    }
  }

  @Test
  void aProxyThatIsNotThereIsSaid() throws Exception {
    String address;
    try (TestProxy gone = new TestProxy(1, null)) {
      address = gone.address();
    }
    try (HttpCalls calls = calls("https://hub.example", Map.of("https_proxy", address))) {
      HttpHub hub = new HttpHub(options("https://hub.example", Map.of()), calls, pause -> {});

      HubException e = catchThrowableOfType(HubException.class, () -> hub.resolve("triage"));
      assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', direct, direct",
    "HTTP_PROXY=one:1, one:1, direct",
    "HTTPS_PROXY=one:1, direct, one:1",
    "ALL_PROXY=http://one:1/, one:1, one:1",
    "ALL_PROXY=one:1 https_proxy=two:2, one:1, two:2",
    "HTTP_PROXY=one:1 http_proxy=two:2, two:2, direct",
    "HTTP_PROXY=one, one:80, direct",
    "HTTP_PROXY=http://[::1]:3128, ::1:3128, direct",
    "HTTP_PROXY=one:1 NO_PROXY=*, direct, direct",
    "HTTP_PROXY=one:1 NO_PROXY=hub.example, direct, direct",
    "HTTP_PROXY=one:1 NO_PROXY=.Example, direct, direct",
    "HTTP_PROXY=one:1 NO_PROXY=*.example, direct, direct",
    "HTTP_PROXY=one:1 no_proxy=a;example, direct, direct",
    "HTTP_PROXY=one:1 NO_PROXY=example:80, direct, direct",
    "HTTP_PROXY=one:1 NO_PROXY=example:81, one:1, direct",
    "HTTP_PROXY=one:1 NO_PROXY=ample, one:1, direct",
  })
  void theEnvironmentNamesThem(String environment, String http, String https) {
    ProxyRoutes routes = new ProxyRoutes(HubProxies.fromEnvironment(variables(environment)));

    assertThat(shown(routes, "http://hub.example/api")).isEqualTo(http);
    assertThat(shown(routes, "https://hub.example/api")).isEqualTo(https);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.1.2.3, true",
    "10.0.0.0/8, 11.1.2.3, false",
    "0.0.0.0/0, 11.1.2.3, true",
    "192.168.1.128/25, 192.168.1.200, true",
    "192.168.1.128/25, 192.168.1.100, false",
    "10.0.0.0/33, 10.1.2.3, false",
    "10.0.0.0/8, ten.example, false",
    "10.0.0/8, 10.1.2.3, false",
    "10.0.0.0/8, 10.1.2.999, false",
  })
  void addressesMayBeExceptedByRange(String range, String host, boolean direct) {
    ProxyRoutes routes = new ProxyRoutes(new HubProxies("one:1", null, "other," + range));

    assertThat(shown(routes, "http://" + host + "/").equals("direct")).isEqualTo(direct);
  }

  @ParameterizedTest
  @CsvSource({
    "socks5://user:secret@host:1080, socks5",
    "https://user:secret@host:443, https",
    "http:///proxy, host",
    "http://user:secret@a b, URL",
  })
  void whatIsNoHttpProxyIsRefused(String value, String said) {
    assertThatThrownBy(() -> new ProxyRoutes(new HubProxies(null, value, "")))
        .isInstanceOf(HubException.class)
        .hasMessageStartingWith("HTTPS_PROXY must be")
        .hasMessageContaining(said)
        .hasMessageNotContaining("secret");
  }

  @Test
  void withoutOneInTheEnvironmentTheJdksPropertiesCount() {
    System.setProperty("http.proxyHost", "jdk.example");
    System.setProperty("http.proxyPort", "8080");
    try {
      assertThat(shown(new ProxyRoutes(HubProxies.NONE), "http://hub.example/"))
          .isEqualTo("jdk.example:8080");
      assertThat(shown(new ProxyRoutes(new HubProxies("one:1", null, "")), "http://hub.example/"))
          .isEqualTo("one:1");
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.proxyPort");
    }
  }

  @Test
  void passwordsAreNotShown() {
    assertThat(new HubProxies("http://user:secret@one", null, "").toString())
        .doesNotContain("secret", "user");
  }

  private static Map<String, String> variables(String text) {
    Map<String, String> variables = new HashMap<>();
    for (String variable : text.split(" ")) {
      String[] halves = (variable + "=").split("=", 3);
      // a comma parts the columns
      variables.put(halves[0], halves[1].replace(";", " , "));
    }
    return variables;
  }

  private static String shown(ProxyRoutes routes, String url) {
    Proxy proxy = routes.select(URI.create(url)).get(0);
    return proxy.type() == Proxy.Type.DIRECT
        ? "direct"
        : ((InetSocketAddress) proxy.address()).getHostString()
            + ":"
            + ((InetSocketAddress) proxy.address()).getPort();
  }

  private static HttpCalls calls(String url, Map<String, String> environment) {
    return new HttpCalls(options(url, environment));
  }

  private static HubOptions options(String url, Map<String, String> environment) {
    return HubOptions.DEFAULT
        .withApiUrl(URI.create(url))
        .withApiKey("paw_sk_secret")
        .withBackoff(Backoff.NEVER)
        .withProxies(HubProxies.fromEnvironment(environment));
  }
}
