package io.pawstream.runtime.hub.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.HubProxies;
import io.pawstream.runtime.program.internal.Shown;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that each address is reached through: that of the environment, else that of the JDK's
 * properties. Any thread.
 */
final class ProxyRoutes extends ProxySelector {
  private final @Nullable Route http;
  private final @Nullable Route https;
  private final List<String> except;

  /**
   * A proxy.
   *
   * @param credentials for {@code Proxy-Authorization}; null for none
   */
  private record Route(Proxy proxy, @Nullable String credentials) {}

  /**
   * @throws HubException if what the environment names is no HTTP proxy
   */
  ProxyRoutes(HubProxies proxies) {
    this.http = route("HTTP_PROXY", proxies.http());
    this.https = route("HTTPS_PROXY", proxies.https());
    this.except =
        List.of(proxies.except().toLowerCase(Locale.ROOT).split(",")).stream()
            .map(String::strip)
            .filter(host -> !host.isEmpty())
            .toList();
  }

  @Override
  public List<Proxy> select(URI uri) {
    Route named = named(uri);
    if (named == null) {
      ProxySelector jdk = ProxySelector.getDefault();
      return jdk == null ? List.of(Proxy.NO_PROXY) : jdk.select(uri);
    }
    return List.of(isExcepted(uri) ? Proxy.NO_PROXY : named.proxy());
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // the caller gets the failure itself
  }

  /** What the proxy to this address wants to see, if it was named with a user. */
  @Nullable String credentials(URI uri) {
    Route named = named(uri);
    return named == null || isExcepted(uri) ? null : named.credentials();
  }

  private @Nullable Route named(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme()) ? https : http;
  }

  private boolean isExcepted(URI uri) {
    String host = host(uri).toLowerCase(Locale.ROOT);
    String withPort = host + ":" + HttpCalls.port(uri);
    for (String entry : except) {
      String domain = entry.replaceFirst("^\\*?\\.", "");
      if (entry.equals("*")
          || host.equals(domain)
          || withPort.equals(domain)
          || host.endsWith("." + domain)
          || withPort.endsWith("." + domain)
          || IpRange.holds(entry, host)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Route route(String variable, @Nullable String value) {
    if (value == null) {
      return null;
    }
    URI uri;
    try {
      uri = URI.create(value.contains("://") ? value : "http://" + value);
    } catch (IllegalArgumentException e) {
      // its message quotes the value, which may hold a password
      throw unusable(variable, "it is no URL");
    }
    if (!"http".equalsIgnoreCase(uri.getScheme())) {
      throw unusable(variable, "scheme=" + Shown.of(uri.getScheme()));
    }
    if (uri.getHost() == null) {
      throw unusable(variable, "it names no host");
    }
    String user = uri.getRawUserInfo();
    return new Route(
        new Proxy(
            Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host(uri), HttpCalls.port(uri))),
        user == null ? null : "Basic " + Base64.getEncoder().encodeToString(decoded(user)));
  }

  /** Without the brackets of IPv6. */
  private static String host(URI uri) {
    return uri.getHost() == null ? "" : uri.getHost().replaceAll("[\\[\\]]", "");
  }

  private static byte[] decoded(String user) {
    // a plus is itself here
    return URLDecoder.decode(user.replace("+", "%2B"), UTF_8).getBytes(UTF_8);
  }

  private static HubException unusable(String variable, String problem) {
    return new HubException(
        HubException.Kind.UNREACHABLE,
        variable + " must be an HTTP proxy such as http://proxy.example:3128: " + problem);
  }
}
