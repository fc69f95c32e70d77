package io.pawstream.runtime.store;

import static io.pawstream.runtime.store.StoreFixture.URGENCY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.HubProxies;
import io.pawstream.runtime.hub.ProgressEvent;
import io.pawstream.runtime.hub.ProgressEvent.Stage;
import io.pawstream.runtime.interpreter.InterpreterException;
import io.pawstream.runtime.interpreter.KnownInterpreter;
import io.pawstream.runtime.testing.Fixtures;
import io.pawstream.runtime.testing.TestHub;
import io.pawstream.runtime.testing.TestProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interpreters that are fetched: the shipped one, published as a runtime of another name. */
class InterpreterDownloadTest {
  private static final String FILE = "GET /models/mini.gguf";
  private static final String RUNTIME = "GET /api/v1/models/runtimes/mini-q8_0";

  private StoreFixture fixture;
  private ProgramStore store;
  private byte[] model;
  private Path base;
  private final List<ProgressEvent> events = new ArrayList<>();

  @BeforeEach
  void start(@TempDir Path temp) throws Exception {
    fixture = new StoreFixture(temp.resolve("cache"));
    store = ProgramStore.open(fixture.options().withAllowedRuntimes(Set.of("mini-q8_0")));
    model = Fixtures.interpreter();
    base = fixture.cache.resolve("base_models");
    fixture.serve(
        URGENCY,
        StoreFixture.bundle(
            meta -> meta.put("interpreter", "acme/mini").put("runtime_id", "mini-q8_0")));
    fixture.hub.on(RUNTIME, TestHub.json(200, manifest("mini.gguf", sha256())));
    fixture.hub.on(FILE, TestHub.ranges(model));
  }

  @AfterEach
  void stop() {
    store.close();
    fixture.close();
  }

  private static String sha256() {
    return KnownInterpreter.PAW_TINY.sha256();
  }

  private String manifest(String file, String sha256) {
    return """
    {"runtime_id": "mini-q8_0", "manifest_version": 1, "interpreter": "acme/mini",
     "adapter_format": "gguf_lora", "local_sdk": {"supported": true, "n_ctx": 512,
       "base_model": {"file": "%s", "url": "%s/models/mini.gguf", "size_bytes": %d,
                      "sha256": "%s"}}}
    """
        .formatted(file, fixture.hub.url(), model.length, sha256);
  }

  @Test
  void anUnknownRuntimeIsRefusedUnlessAllowed() {
    try (ProgramStore strict = ProgramStore.open(fixture.options())) {
      assertThatThrownBy(() -> strict.prepare(List.of(URGENCY), events::add))
          .isInstanceOf(InterpreterException.class)
          .hasMessageContainingAll("runtime_id=mini-q8_0", "allow", "trust");
    }
    assertThat(fixture.hub.count(RUNTIME) + fixture.hub.count(FILE)).isZero();
  }

  @Test
  void anAllowedOneIsFetchedOnceAndChecked() {
    Prepared prepared = prepare();

    assertThat(base.resolve("mini.gguf")).hasBinaryContent(model);
    assertThat(prepared.interpreterFile()).isEqualTo(base.resolve("mini.gguf"));
    assertThat(prepared.interpreterReference())
        .isEqualTo(base.resolve("mini.gguf") + "@sha256:" + sha256());
    assertThat(fixture.cache.resolve("runtimes/mini-q8_0.v1.json")).exists();
    assertThat(fixture.cache.resolve("runtimes/mini-q8_0.json")).exists();
    assertThat(events)
        .filteredOn(event -> event.stage() == Stage.BASE_MODEL)
        .extracting("totalBytes")
        .containsOnly((long) model.length);

    assertThat(prepare()).isEqualTo(prepared);
    try (ProgramStore offline = ProgramStore.open(store.options().withOffline(true))) {
      assertThat(offline.prepare(List.of(URGENCY), events::add)).containsExactly(prepared);
    }
    assertThat(fixture.hub.count(FILE)).isEqualTo(1);
    assertThat(fixture.hub.count(RUNTIME)).isEqualTo(1);
  }

  @Test
  void itComesThroughTheProxyOfTheEnvironment() throws Exception {
    fixture.hub.on(FILE, TestHub.truncated(model, 400_000), TestHub.ranges(model));
    try (TestProxy proxy = new TestProxy(fixture.hub.url().getPort(), null);
        ProgramStore behind =
            ProgramStore.open(
                store
                    .options()
                    .withHub(
                        fixture
                            .options()
                            .hub()
                            .withProxies(new HubProxies(proxy.address(), null, ""))))) {
      behind.prepare(List.of(URGENCY), events::add);

      assertThat(base.resolve("mini.gguf")).hasBinaryContent(model);
      assertThat(proxy.heads()).hasSize(fixture.hub.asked().size());
      assertThat(proxy.heads().get(proxy.heads().size() - 1))
          .startsWith("GET " + fixture.hub.url() + "/models/mini.gguf ")
          .contains("Range: bytes=400000-");
    }
  }

  @Test
  void aBrokenDownloadGoesOnWhereItEnded() {
    fixture.hub.on(FILE, TestHub.truncated(model, 400_000), TestHub.ranges(model));

    prepare();

    assertThat(base.resolve("mini.gguf")).hasBinaryContent(model);
    assertThat(rangesAsked()).hasSize(2).element(1).asString().matches("bytes=[1-9]\\d*-");
  }

  @Test
  void theNextProcessGoesOnToo() throws Exception {
    part(Arrays.copyOf(model, 600_000));

    prepare();

    assertThat(base.resolve("mini.gguf")).hasBinaryContent(model);
    assertThat(rangesAsked()).containsExactly("bytes=600000-");
    assertThat(base).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void aServerWithoutRangesSendsAllAgain() throws Exception {
    part(Arrays.copyOf(model, 600_000));
    fixture.hub.on(FILE, TestHub.file(model));

    prepare();

    assertThat(base.resolve("mini.gguf")).hasBinaryContent(model);
  }

  @Test
  void aWrongBeginningIsFetchedAnew() throws Exception {
    part(new byte[600_000]);

    prepare();

    assertThat(base.resolve("mini.gguf")).hasBinaryContent(model);
    assertThat(rangesAsked()).containsExactly("bytes=600000-", null);
  }

  @Test
  void aPartThatIsRefusedIsFetchedAnew() throws Exception {
    part(new byte[100]);
    fixture.hub.on(FILE, TestHub.status(416), TestHub.ranges(model));

    prepare();

    assertThat(base.resolve("mini.gguf")).hasBinaryContent(model);
  }

  @Test
  void anotherFileOfTheSameSizeIsNotKept() {
    byte[] other = model.clone();
    other[other.length - 1] ^= 1;
    fixture.hub.on(FILE, TestHub.file(other));

    assertThatThrownBy(this::prepare)
        .isInstanceOf(InterpreterException.class)
        .hasMessageContainingAll("mini-q8_0", "pinned=sha256:" + sha256());
    assertThat(base).isEmptyDirectory();
  }

  @Test
  void anotherSizeIsNotRead() {
    fixture.hub.on(FILE, TestHub.file(new byte[10]));

    assertThatThrownBy(this::prepare)
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll("pinned size " + model.length, "size=10");
  }

  @Test
  void aDamagedOneIsFetchedAgainAndOfflineRefused() throws Exception {
    prepare();
    Path file = base.resolve("mini.gguf");
    byte[] damaged = model.clone();
    damaged[model.length / 2] ^= 1;
    Files.write(file, damaged);

    try (ProgramStore offline = ProgramStore.open(store.options().withOffline(true))) {
      assertThatThrownBy(() -> offline.prepare(List.of(URGENCY), events::add))
          .isInstanceOf(HubException.class)
          .hasMessageContainingAll("Offline", "mini-q8_0", "digest");
    }
    prepare();
    assertThat(file).hasBinaryContent(model);
  }

  @ParameterizedTest
  @CsvSource({
    "../mini.gguf, base_model.file",
    "qwen3-0.6b-q6_k.gguf, known interpreter",
    "mini.bin, base_model.file"
  })
  void aRuntimeMayNotNameAnyFile(String file, String message) {
    fixture.hub.on(RUNTIME, TestHub.json(200, manifest(file, sha256())));

    assertThatThrownBy(this::prepare).hasMessageContaining(message);
  }

  @Test
  void aRuntimeWithoutADigestIsRefused() {
    String json =
        manifest("mini.gguf", sha256())
            .replace("\"sha256\": \"" + sha256() + "\"", "\"sha256\": null");
    fixture.hub.on(RUNTIME, TestHub.json(200, json));

    assertThatThrownBy(this::prepare)
        .isInstanceOf(InterpreterException.class)
        .hasMessageContaining("sha256");
  }

  private Prepared prepare() {
    return store.prepare(List.of(URGENCY), events::add).get(0);
  }

  /** What an earlier process left. */
  private void part(byte[] bytes) throws Exception {
    Files.createDirectories(base);
    Files.write(base.resolve(".mini.gguf." + sha256().substring(0, 16) + ".part"), bytes);
  }

  private List<String> rangesAsked() {
    return fixture.hub.asked().stream()
        .filter(asked -> asked.path().equals("/models/mini.gguf"))
        .map(asked -> asked.header("Range"))
        .toList();
  }
}
