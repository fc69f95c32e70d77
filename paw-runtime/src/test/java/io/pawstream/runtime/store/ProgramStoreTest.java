package io.pawstream.runtime.store;

import static io.pawstream.runtime.store.StoreFixture.DOWNLOAD;
import static io.pawstream.runtime.store.StoreFixture.RESOLVE;
import static io.pawstream.runtime.store.StoreFixture.URGENCY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.HubException.Kind;
import io.pawstream.runtime.hub.ProgressEvent;
import io.pawstream.runtime.hub.ProgressEvent.Status;
import io.pawstream.runtime.hub.ProgressListener;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.testing.Fixtures;
import io.pawstream.runtime.testing.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramStoreTest {
  private static final String OTHER = "0e6521a353d6a7936afb";
  private static final String PIN = "@sha256:" + "0".repeat(64);

  private StoreFixture fixture;
  private ProgramStore store;
  private Path cache;
  private String digest;
  private final List<ProgressEvent> events = new ArrayList<>();

  @BeforeEach
  void start(@TempDir Path temp) throws Exception {
    cache = temp.resolve("cache");
    fixture = new StoreFixture(cache);
    store = ProgramStore.open(fixture.options());
    digest = ProgramBundle.read(Fixtures.PROGRAMS.resolve("urgency.paw")).digest();
  }

  @AfterEach
  void stop() {
    store.close();
    fixture.close();
  }

  @Test
  void aProgramIsPulledByIdOnceAndLiesWhereTheSdkLooks() throws Exception {
    assertThat(store.find(URGENCY)).isEmpty();

    ProgramBundle program = pull(URGENCY);

    assertThat(program.digest()).isEqualTo(digest);
    assertThat(program.path()).isEqualTo(cache.resolve("programs").resolve(URGENCY));
    for (Map.Entry<String, byte[]> member : Fixtures.members("urgency").entrySet()) {
      assertThat(program.path().resolve(member.getKey())).hasBinaryContent(member.getValue());
    }
    assertThat(pull(URGENCY)).isEqualTo(program);
    assertThat(store.find(URGENCY)).contains(program);
    assertThat(fixture.downloads(URGENCY)).isEqualTo(1);
    assertThat(cache.resolve("programs/.staging")).isEmptyDirectory();
    assertThat(events)
        .extracting("status")
        .contains(Status.DOWNLOADING, Status.READY, Status.CACHED);
  }

  @Test
  void aSlugIsAskedForEachTimeAndAVersionOnce() throws Exception {
    fixture.resolve("acme%2Furgency", URGENCY);
    fixture.resolve("acme%2Furgency%40v2", URGENCY);

    assertThat(pull("acme/urgency").name()).isEqualTo("urgency");
    assertThat(pull("acme/urgency").digest()).isEqualTo(digest);
    assertThat(pull("acme/urgency@v2").digest()).isEqualTo(digest);
    assertThat(pull("acme/urgency@v2").digest()).isEqualTo(digest);
    assertThat(pull("acme/urgency@" + digest).digest()).isEqualTo(digest);

    assertThat(fixture.hub.count("GET " + RESOLVE.formatted("acme%2Furgency"))).isEqualTo(2);
    assertThat(fixture.hub.count("GET " + RESOLVE.formatted("acme%2Furgency%40v2"))).isEqualTo(1);
    assertThat(fixture.downloads(URGENCY)).isEqualTo(1);
    assertThat(cache.resolve("slug_cache.json"))
        .content()
        .isEqualToIgnoringWhitespace(
            "{\"acme/urgency\": \"%s\", \"acme/urgency@v2\": \"%s\"}".formatted(URGENCY, URGENCY));
    assertThat(store.find("acme/urgency@v2")).isPresent();
  }

  @Test
  void whatTheSdkHasPulledIsFound() throws Exception {
    Path directory = Files.createDirectories(cache.resolve("programs").resolve(URGENCY));
    for (Map.Entry<String, byte[]> member : Fixtures.members("urgency").entrySet()) {
      Files.write(directory.resolve(member.getKey()), member.getValue());
    }
    Files.writeString(directory.resolve("prefix_kv_cache.bin"), "the SDK's own");
    Files.writeString(cache.resolve("slug_cache.json"), "{\"urgency\": \"" + URGENCY + "\"}");

    try (ProgramStore offline = ProgramStore.open(fixture.options().withOffline(true))) {
      assertThat(offline.pull("urgency", events::add).digest()).isEqualTo(digest);
    }
    assertThat(directory.resolve("prefix_kv_cache.bin")).hasContent("the SDK's own");
    assertThat(fixture.hub.asked()).isEmpty();
  }

  @Test
  void whereTheHubFailsTheLastProgramIsTaken() {
    fixture.resolve("urgency", URGENCY);
    pull("urgency");
    fixture.hub.on("GET " + RESOLVE.formatted("urgency"), TestHub.status(503));

    assertThat(pull("urgency").digest()).isEqualTo(digest);
    assertThat(events).extracting("status").contains(Status.CACHED_FALLBACK);
  }

  @Test
  void whereTheHubSaysNoNothingIsTaken() {
    fixture.resolve("urgency", URGENCY);
    pull("urgency");
    fixture.hub.on(
        "GET " + RESOLVE.formatted("urgency"), TestHub.json(404, "{\"detail\": \"not found\"}"));

    assertHub(Kind.NOT_FOUND, "urgency");
  }

  @Test
  void aPinIsKept() {
    fixture.resolve("urgency", URGENCY);

    assertThat(pull(URGENCY + "@" + digest).digest()).isEqualTo(digest);
    for (String reference : List.of(URGENCY + PIN, "urgency" + PIN, "urgency@v1" + PIN)) {
      fixture.resolve("urgency%40v1", URGENCY);
      assertThatThrownBy(() -> pull(reference))
          .isInstanceOf(ProgramException.class)
          .hasMessageContainingAll("pinned=" + PIN.substring(1), "actual=" + digest);
    }
    assertThatThrownBy(() -> store.find(URGENCY + PIN)).isInstanceOf(ProgramException.class);
  }

  @Test
  void jobsGetWhatCannotMove() {
    fixture.resolve("urgency", URGENCY);
    fixture.resolve("urgency%40v2", URGENCY);
    String pinned = URGENCY + "@" + digest;

    assertThatThrownBy(() -> store.pin("urgency", false, ProgressListener.NONE))
        .isInstanceOf(ProgramException.class)
        .hasMessageContainingAll("urgency@v<number>", "urgency@sha256:");
    assertThat(fixture.hub.asked()).isEmpty();
    assertThat(store.pin("urgency", true, ProgressListener.NONE)).isEqualTo(pinned);
    assertThat(store.pin("urgency@v2", false, ProgressListener.NONE)).isEqualTo(pinned);
    assertThat(store.pin(URGENCY, false, ProgressListener.NONE)).isEqualTo(pinned);
    assertThat(store.pin("a.paw", false, ProgressListener.NONE)).isEqualTo("a.paw");
    int asked = fixture.hub.asked().size();
    assertThat(store.pin(OTHER + PIN, false, ProgressListener.NONE)).isEqualTo(OTHER + PIN);
    assertThat(fixture.hub.asked()).hasSize(asked);
  }

  @Test
  void aBundleOfAnotherProgramIsNotInstalled() throws Exception {
    fixture.serve(OTHER, StoreFixture.urgency());

    assertThatThrownBy(() -> pull(OTHER))
        .isInstanceOf(ProgramException.class)
        .hasMessageContainingAll("asked=" + OTHER, "program_id=" + URGENCY);
    assertThat(entries()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 700})
  void aBrokenBundleIsNotInstalled(int length) throws Exception {
    byte[] whole = StoreFixture.urgency();
    fixture.serve(URGENCY, Arrays.copyOf(whole, whole.length - 1 - length));

    assertThatThrownBy(() -> pull(URGENCY)).isInstanceOf(ProgramException.class);
    assertThat(entries()).isEmpty();
    assertThat(cache.resolve("programs/.staging")).isEmptyDirectory();
  }

  /** What may happen to files on a disk. */
  enum Damage {
    BIT_FLIPPED {
      @Override
      void doTo(Path program) throws IOException {
        Path adapter = program.resolve("adapter.gguf");
        byte[] bytes = Files.readAllBytes(adapter);
        bytes[bytes.length - 100] ^= 1;
        Files.write(adapter, bytes);
      }
    },
    TEMPLATE_CHANGED {
      @Override
      void doTo(Path program) throws IOException {
        Files.writeString(program.resolve("prompt_template.txt"), "X{INPUT_PLACEHOLDER}Y");
      }
    },
    FILE_EMPTY {
      @Override
      void doTo(Path program) throws IOException {
        Files.write(program.resolve("meta.json"), new byte[0]);
      }
    },
    FILE_MISSING {
      @Override
      void doTo(Path program) throws IOException {
        Files.delete(program.resolve("adapter.gguf"));
      }
    },
    LINK {
      @Override
      void doTo(Path program) throws IOException {
        Path moved = program.resolveSibling("moved.gguf");
        Files.move(program.resolve("adapter.gguf"), moved);
        Files.createSymbolicLink(program.resolve("adapter.gguf"), moved);
      }
    };

    abstract void doTo(Path program) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedEntryIsSeenAndFetchedAgain(Damage damage) throws Exception {
    ProgramBundle program = pull(URGENCY);
    damage.doTo(program.path());

    assertThatThrownBy(() -> store.find(URGENCY))
        .isInstanceOf(ProgramException.class)
        .hasMessageContainingAll(URGENCY, "pull it again");
    assertThat(store.list()).singleElement().extracting("problem").isNotNull();
    try (ProgramStore offline = ProgramStore.open(fixture.options().withOffline(true))) {
      assertThatThrownBy(() -> offline.pull(URGENCY, events::add))
          .isInstanceOf(HubException.class)
          .hasMessageContainingAll("Offline", "damaged", URGENCY, "PAW_OFFLINE")
          .extracting("kind")
          .isEqualTo(Kind.OFFLINE);
    }
    assertThat(fixture.downloads(URGENCY)).isEqualTo(1);

    assertThat(pull(URGENCY)).isEqualTo(program);
    assertThat(fixture.downloads(URGENCY)).isEqualTo(2);
    assertThat(entries()).filteredOn(name -> name.contains("replaced")).isEmpty();
  }

  @Test
  void aDamagedEntryStaysWhereItCannotBeReplaced() throws Exception {
    Path program = pull(URGENCY).path();
    Damage.FILE_EMPTY.doTo(program);
    fixture.hub.on("GET " + DOWNLOAD.formatted(URGENCY), TestHub.status(500));

    assertHub(Kind.SERVER, URGENCY);
    assertThat(program.resolve("adapter.gguf")).exists();
  }

  @ParameterizedTest
  @CsvSource({"b39ce420fa29431cafcf", "urgency", "acme/urgency@v3"})
  void offlineWhatIsMissingIsSaidClearly(String reference) {
    try (ProgramStore offline = ProgramStore.open(fixture.options().withOffline(true))) {
      assertThatThrownBy(() -> offline.pull(reference, events::add))
          .isInstanceOf(HubException.class)
          .hasMessageContainingAll("Offline", reference, "PAW_OFFLINE", "archive");
      assertThatThrownBy(offline::hub).isInstanceOf(HubException.class);
    }
    assertThat(fixture.hub.asked()).isEmpty();
  }

  @Test
  void aBrokenCacheOfSlugsStartsAnew() throws Exception {
    Files.createDirectories(cache);
    Files.writeString(cache.resolve("slug_cache.json"), "{\"urgency\": ");
    fixture.resolve("urgency", URGENCY);

    assertThat(pull("urgency").digest()).isEqualTo(digest);
    assertThat(cache.resolve("slug_cache.json"))
        .content()
        .isEqualToIgnoringWhitespace("{\"urgency\": \"" + URGENCY + "\"}");
  }

  @Test
  void theCacheIsListed() {
    assertThat(store.list()).isEmpty();
    fixture.resolve("urgency", URGENCY);
    fixture.resolve("urgency%40v1", URGENCY);
    pull("urgency");
    pull("urgency@v1");

    assertThat(store.list())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.programId()).isEqualTo(URGENCY);
              assertThat(entry.slugs()).containsExactly("urgency", "urgency@v1");
              assertThat(entry.program().digest()).isEqualTo(digest);
              assertThat(entry.problem()).isNull();
            });
  }

  @Test
  void aPreparedProgramRunsByNameWithoutTheHub() throws Exception {
    fixture.resolve("acme%2Furgency%40v1", URGENCY);
    Prepared prepared = store.prepare(List.of("acme/urgency@v1"), events::add).get(0);
    fixture.hub.close();

    assertThat(prepared.pinned()).isEqualTo(URGENCY + "@" + digest);
    assertThat(prepared.interpreter()).isEqualTo("paw-tiny");
    assertThat(prepared.interpreterFile()).exists();
    PawOptions options = PawOptions.DEFAULT.withCacheDir(cache.toString());
    try (Paw paw = Paw.open(options);
        PawProgram byName = paw.load("acme/urgency@v1");
        PawProgram byPin = paw.load(prepared.pinned())) {
      assertThat(byName.name()).isEqualTo("urgency");
      assertThat(byName.apply("The server is down")).isInstanceOf(Answer.class);
      assertThat(byPin.apply("The server is down")).isInstanceOf(Answer.class);
      assertThatThrownBy(() -> paw.load("acme/other"))
          .isInstanceOf(ProgramException.class)
          .hasMessageContainingAll("acme/other", cache.toString(), "pull it first");
    }
  }

  @Test
  void aFileIsPreparedWhereItLies() {
    Path file = Fixtures.PROGRAMS.resolve("urgency.paw");

    Prepared prepared = store.prepare(List.of(file.toString()), events::add).get(0);

    assertThat(prepared.program().path()).isEqualTo(file);
    assertThat(prepared.pinned()).isEqualTo(file.toAbsolutePath() + "@" + digest);
    assertThat(fixture.hub.asked()).isEmpty();
  }

  private ProgramBundle pull(String reference) {
    return store.pull(reference, events::add);
  }

  /** What lies beside the staging directory. */
  private List<String> entries() throws IOException {
    try (Stream<Path> entries = Files.list(cache.resolve("programs"))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.equals(".staging") && !name.equals("moved.gguf"))
          .toList();
    }
  }

  private void assertHub(Kind kind, String reference) {
    assertThatThrownBy(() -> pull(reference))
        .isInstanceOf(HubException.class)
        .extracting("kind")
        .isEqualTo(kind);
  }
}
