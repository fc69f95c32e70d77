package io.pawstream.runtime.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.store.StoreOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubOptionsTest {
  @TempDir Path home;

  @Test
  void withoutAnythingTheHostedHubIsAskedWithoutAKey() {
    HubOptions options = HubOptions.fromEnvironment(Map.of(), HubConfig.file(home));

    assertThat(options).isEqualTo(HubOptions.DEFAULT);
    assertThat(options.apiUrl()).hasToString("https://programasweights.com");
  }

  @Test
  void theEnvironmentComesBeforeTheFile() {
    new HubConfig("stored", "https://paw.example").write(HubConfig.file(home));

    assertThat(options(Map.of()).apiKey()).isEqualTo("stored");
    assertThat(options(Map.of()).apiUrl()).hasToString("https://paw.example");
    assertThat(options(Map.of("PAW_API_KEY", "typed")).apiKey()).isEqualTo("typed");
    assertThat(options(Map.of("PAW_API_URL", "http://localhost:9000/")).apiUrl())
        .hasToString("http://localhost:9000");
  }

  @Test
  void aStoredKeyDoesNotFollowAnotherUrl() {
    new HubConfig("stored", null).write(HubConfig.file(home));

    assertThat(options(Map.of("PAW_API_URL", "https://other.example")).apiKey()).isNull();
    assertThat(options(Map.of("PAW_API_URL", "https://programasweights.com")).apiKey())
        .isEqualTo("stored");
  }

  @Test
  void aKeyIsNeverShown() {
    assertThat(HubOptions.DEFAULT.withApiKey("paw_sk_secret").toString()).doesNotContain("secret");
    assertThat(new HubConfig("paw_sk_secret", null).toString()).doesNotContain("secret");
    assertThatThrownBy(() -> HubOptions.DEFAULT.withApiKey("paw sk\nsecret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContainingAny("secret");
  }

  @Test
  void theFileIsPrivateAndKeepsWhatElseItHolds() throws Exception {
    Path file = HubConfig.file(home);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"api_key\": \"old\", \"theme\": \"dark\"}");

    new HubConfig("new", "https://paw.example").write(file);

    assertThat(file)
        .content()
        .isEqualToIgnoringWhitespace(
            "{\"api_key\": \"new\", \"theme\": \"dark\", \"api_url\": \"https://paw.example\"}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    new HubConfig(null, null).write(file);
    assertThat(file).content().isEqualToIgnoringWhitespace("{\"theme\": \"dark\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"api_key\": \"paw_sk_secret", "[]", ""})
  void aBrokenFileIsSaidAndNotQuoted(String content) throws Exception {
    Path file = HubConfig.file(home);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);

    assertThatThrownBy(() -> HubConfig.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContainingAny("secret")
        .hasStackTraceContaining("JSON")
        .satisfies(e -> assertThat(e.getCause()).hasNoCause());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://a",
        "localhost:9000",
        "https://user:pw@host",
        "https://h/?a=b",
        "http://a b"
      })
  void aUrlThatIsNoneIsRefused(String url) {
    assertThatThrownBy(() -> options(Map.of("PAW_API_URL", url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PAW_API_URL")
        .hasMessageNotContainingAny("pw");
  }

  @ParameterizedTest
  @CsvSource({
    "1, true",
    "true, true",
    "YES, true",
    "0, false",
    "'', false",
    "no, false",
    "on, false"
  })
  void offlineIsReadAsTheSdkDoes(String value, boolean offline) {
    assertThat(StoreOptions.fromEnvironment(Map.of("PAW_OFFLINE", value), home).offline())
        .isEqualTo(offline);
  }

  @Test
  void theCacheIsThatOfTheSdk() {
    assertThat(StoreOptions.fromEnvironment(Map.of(), home).cacheDir())
        .isEqualTo(home.resolve(".cache/programasweights"));
    assertThat(StoreOptions.fromEnvironment(Map.of("PAW_CACHE_DIR", "/c"), home).cacheDir())
        .isEqualTo(Path.of("/c"));
  }

  @Test
  void aDescriptionHasALength() {
    assertThatThrownBy(() -> CompileRequest.of("too short"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("characters=9")
        .hasMessageNotContainingAny("too short");
    assertThat(CompileRequest.of("x".repeat(16_000)).isPublic()).isFalse();
    assertThatThrownBy(() -> CompileRequest.of("x".repeat(16_001)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private HubOptions options(Map<String, String> environment) {
    HubOptions options = HubOptions.fromEnvironment(environment, HubConfig.file(home));
    assertThat(URI.create(options.apiUrl() + "/api")).hasPath("/api");
    return options;
  }
}
