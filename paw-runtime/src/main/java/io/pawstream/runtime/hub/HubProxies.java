package io.pawstream.runtime.hub;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which proxies connections go through, as the environment names them. Where it names none, the
 * JDK's own properties count ({@code https.proxyHost} and its like). Immutable; any thread.
 *
 * @param http {@code http://[user:password@]host[:port]} for addresses without https; null for none
 * @param https the same for addresses with https, to which it only opens a tunnel; null for none
 * @param except hosts that are reached directly, parted by commas; {@code *} for all of them
 */
public record HubProxies(@Nullable String http, @Nullable String https, String except) {
  /** None but those of the JDK's own properties. */
  public static final HubProxies NONE = new HubProxies(null, null, "");

  /**
   * {@code HTTP_PROXY}, {@code HTTPS_PROXY}, for both {@code ALL_PROXY}, and {@code NO_PROXY}; as
   * for the PAW SDK the same names in lower case come first. What they hold is checked when a
   * connection is wanted.
   */
  public static HubProxies fromEnvironment(Map<String, String> environment) {
    String all = value(environment, "ALL_PROXY");
    String http = value(environment, "HTTP_PROXY");
    String https = value(environment, "HTTPS_PROXY");
    String except = value(environment, "NO_PROXY");
    return new HubProxies(
        http == null ? all : http, https == null ? all : https, except == null ? "" : except);
  }

  private static @Nullable String value(Map<String, String> environment, String name) {
    String value = environment.get(name.toLowerCase(Locale.ROOT));
    if (value == null || value.isBlank()) {
      value = environment.getOrDefault(name, "");
    }
    return value.isBlank() ? null : value.strip();
  }

  /** Without users and passwords. */
  @Override
  public String toString() {
    return "HubProxies[http="
        + (http == null ? "none" : "set")
        + ", https="
        + (https == null ? "none" : "set")
        + ", except="
        + except
        + "]";
  }
}
