package io.pawstream.runtime.store;

import io.pawstream.runtime.hub.HubConfig;
import io.pawstream.runtime.hub.HubOptions;
import io.pawstream.runtime.interpreter.Interpreters;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Where programs and interpreters are kept, and whether and from where missing ones are fetched.
 * Immutable; any thread.
 *
 * @param cacheDir laid out as the PAW SDK does
 * @param offline whether no socket may be opened
 * @param hub the hub that is asked for programs
 * @param modelsUrl where the published interpreters are, {@code <modelsUrl>/<owner>/<name>/…}
 * @param allowedRuntimes ids of runtimes, besides the known ones, whose interpreter may be fetched;
 *     a GGUF file reaches native code, so each is a person's decision
 */
public record StoreOptions(
    Path cacheDir, boolean offline, HubOptions hub, URI modelsUrl, Set<String> allowedRuntimes) {
  private static final URI HUGGING_FACE = URI.create("https://huggingface.co");
  private static final Set<String> YES = Set.of("1", "true", "yes");

  public StoreOptions {
    Objects.requireNonNull(cacheDir, "cacheDir");
    Objects.requireNonNull(hub, "hub");
    Objects.requireNonNull(modelsUrl, "modelsUrl");
    allowedRuntimes = Set.copyOf(allowedRuntimes);
  }

  /** In this directory, online, everything else by default. */
  public static StoreOptions at(Path cacheDir) {
    return new StoreOptions(cacheDir, false, HubOptions.DEFAULT, HUGGING_FACE, Set.of());
  }

  /**
   * As the PAW SDK reads its environment: {@code PAW_CACHE_DIR}, {@code PAW_OFFLINE} ({@code 1},
   * {@code true} or {@code yes}), and what {@link HubOptions#fromEnvironment()} reads.
   */
  public static StoreOptions fromEnvironment() {
    return fromEnvironment(System.getenv(), Path.of(System.getProperty("user.home", "")));
  }

  /** From these variables and this home directory. */
  public static StoreOptions fromEnvironment(Map<String, String> environment, Path home) {
    String offline = environment.getOrDefault("PAW_OFFLINE", "").strip().toLowerCase(Locale.ROOT);
    return at(Interpreters.cacheDir(environment.get("PAW_CACHE_DIR"), home.toString()))
        .withOffline(YES.contains(offline))
        .withHub(HubOptions.fromEnvironment(environment, HubConfig.file(home)));
  }

  public StoreOptions withCacheDir(Path value) {
    return new StoreOptions(value, offline, hub, modelsUrl, allowedRuntimes);
  }

  public StoreOptions withOffline(boolean value) {
    return new StoreOptions(cacheDir, value, hub, modelsUrl, allowedRuntimes);
  }

  public StoreOptions withHub(HubOptions value) {
    return new StoreOptions(cacheDir, offline, value, modelsUrl, allowedRuntimes);
  }

  public StoreOptions withModelsUrl(URI value) {
    return new StoreOptions(cacheDir, offline, hub, value, allowedRuntimes);
  }

  public StoreOptions withAllowedRuntimes(Set<String> value) {
    return new StoreOptions(cacheDir, offline, hub, modelsUrl, value);
  }
}
