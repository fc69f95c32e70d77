package io.pawstream.jobs.internal.jobfile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * Where schemas of values are, and how to ask for them. Immutable, serializable; any thread. Its
 * text holds no secrets.
 *
 * @param url address of the REST API, without a slash at the end
 * @param username for basic authentication; null for none
 * @param password that belongs to it; null where the environment has it
 * @param token for bearer authentication; null for none
 * @param timeout longest time for one call, with its unit
 * @param retries how often a call is repeated that the registry did not answer
 */
public record RegistrySpec(
    String url,
    @Nullable String username,
    @Nullable String password,
    @Nullable String token,
    String timeout,
    Integer retries)
    implements Serializable {
  private static final String USUAL_TIMEOUT = "10 s";
  private static final int USUAL_RETRIES = 5;

  /** Checks the values. */
  public RegistrySpec(
      @JsonProperty("url") @Nullable String url,
      @JsonProperty("username") @Nullable String username,
      @JsonProperty("password") @Nullable String password,
      @JsonProperty("token") @Nullable String token,
      @JsonProperty("timeout") @Nullable String timeout,
      @JsonProperty("retries") @Nullable Integer retries) {
    this.url = checked(Values.required("registry.url", url));
    this.username = Values.textOrNull(username);
    this.password = Values.textOrNull(password);
    this.token = Values.textOrNull(token);
    this.timeout = Values.or(timeout, USUAL_TIMEOUT);
    this.retries = Values.or(retries, USUAL_RETRIES);
    if (this.password != null && this.username == null) {
      throw new JobFileException(
          "registry.password needs registry.username: registry.username=null; add it");
    }
    if (this.token != null && this.username != null) {
      throw new JobFileException(
          "a registry knows its callers by registry.token or by registry.username: both are given;"
              + " remove one");
    }
    if (this.retries < 0) {
      throw new JobFileException(
          "registry.retries must be at least 0: registry.retries=" + this.retries);
    }
    if (patience().toMillis() < 1) {
      throw new JobFileException(
          "registry.timeout must be at least 1 ms: registry.timeout=" + this.timeout);
    }
  }

  /** {@link #timeout} as what it means. */
  public Duration patience() {
    try {
      return TimeUtils.parseDuration(timeout);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new JobFileException(
          "registry.timeout must be a time with its unit: registry.timeout="
              + timeout
              + "; write 10 s",
          e);
    }
  }

  private static String checked(String url) {
    URI uri;
    try {
      uri = new URI(url.strip());
    } catch (URISyntaxException e) {
      throw noUrl(null);
    }
    String scheme = String.valueOf(uri.getScheme());
    if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
      throw noUrl(uri);
    }
    if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
      throw noUrl(uri);
    }
    return uri.toString().replaceFirst("/+$", "");
  }

  /** Shows of an address only what cannot be a secret. */
  private static JobFileException noUrl(@Nullable URI uri) {
    return new JobFileException(
        "registry.url must be http or https, a host and a path, without names and passwords:"
            + " scheme="
            + (uri == null ? null : uri.getScheme())
            + ", host="
            + (uri == null ? null : uri.getHost())
            + "; write https://registry:8080/apis/ccompat/v7 and registry.username");
  }

  @Override
  public String toString() {
    return url;
  }
}
