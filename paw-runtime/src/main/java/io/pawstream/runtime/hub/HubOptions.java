package io.pawstream.runtime.hub;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the hub is and how it is called. Immutable; any thread. Not serializable on purpose: an API
 * key has no place in a job graph.
 *
 * @param apiUrl root of the server, without {@code /api/v1}
 * @param apiKey goes to {@code apiUrl} and nowhere else; null for none
 * @param timeouts how long calls may take
 * @param backoff how failed calls are tried again
 * @param proxies what connections go through, to the hub and to wherever a file is
 */
public record HubOptions(
    URI apiUrl,
    @Nullable String apiKey,
    HubTimeouts timeouts,
    Backoff backoff,
    HubProxies proxies) {
  /** The hosted hub. */
  public static final URI DEFAULT_URL = URI.create("https://programasweights.com");

  /** The hosted hub, no key. */
  public static final HubOptions DEFAULT =
      new HubOptions(DEFAULT_URL, null, HubTimeouts.DEFAULT, Backoff.DEFAULT, HubProxies.NONE);

  public HubOptions {
    Objects.requireNonNull(timeouts, "timeouts");
    Objects.requireNonNull(backoff, "backoff");
    Objects.requireNonNull(proxies, "proxies");
    String scheme = apiUrl.getScheme();
    if (apiUrl.getHost() == null
        || !("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
        || apiUrl.getRawUserInfo() != null
        || apiUrl.getRawQuery() != null
        || apiUrl.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "PAW_API_URL must be an http or https address without user, query or fragment, such as "
              + DEFAULT_URL
              + ": host="
              + apiUrl.getHost());
    }
    if (apiKey != null && !apiKey.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "PAW_API_KEY must be printable ASCII without blanks: length=" + apiKey.length());
    }
  }

  /**
   * {@code PAW_API_URL} and {@code PAW_API_KEY}, else what {@link HubConfig} holds; and the proxies
   * of {@link HubProxies#fromEnvironment}.
   */
  public static HubOptions fromEnvironment() {
    return fromEnvironment(
        System.getenv(), HubConfig.file(Path.of(System.getProperty("user.home", ""))));
  }

  /**
   * From these variables and this configuration file.
   *
   * <p>A key from the file goes only to the server that it was stored with, so that a changed
   * {@code PAW_API_URL} does not carry it elsewhere.
   *
   * @throws IllegalArgumentException if one of them is not what it must be
   */
  public static HubOptions fromEnvironment(Map<String, String> environment, Path config) {
    HubConfig stored = HubConfig.read(config);
    URI storedUrl = stored.apiUrl() == null ? DEFAULT_URL : url(stored.apiUrl());
    String typed = environment.getOrDefault("PAW_API_URL", "").strip();
    URI apiUrl = typed.isEmpty() ? storedUrl : url(typed);
    String key = environment.getOrDefault("PAW_API_KEY", "").strip();
    String apiKey = !key.isEmpty() ? key : apiUrl.equals(storedUrl) ? stored.apiKey() : null;
    return DEFAULT
        .withApiUrl(apiUrl)
        .withApiKey(apiKey)
        .withProxies(HubProxies.fromEnvironment(environment));
  }

  private static URI url(String text) {
    try {
      return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "PAW_API_URL must be a URL such as " + DEFAULT_URL + ": " + e.getMessage(), e);
    }
  }

  public HubOptions withApiUrl(URI value) {
    return new HubOptions(value, apiKey, timeouts, backoff, proxies);
  }

  public HubOptions withApiKey(@Nullable String value) {
    return new HubOptions(apiUrl, value, timeouts, backoff, proxies);
  }

  public HubOptions withTimeouts(HubTimeouts value) {
    return new HubOptions(apiUrl, apiKey, value, backoff, proxies);
  }

  public HubOptions withBackoff(Backoff value) {
    return new HubOptions(apiUrl, apiKey, timeouts, value, proxies);
  }

  public HubOptions withProxies(HubProxies value) {
    return new HubOptions(apiUrl, apiKey, timeouts, backoff, value);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "HubOptions[apiUrl="
        + apiUrl
        + ", apiKey="
        + (apiKey == null ? "none" : "set")
        + ", timeouts="
        + timeouts
        + ", backoff="
        + backoff
        + ", proxies="
        + proxies
        + "]";
  }
}
