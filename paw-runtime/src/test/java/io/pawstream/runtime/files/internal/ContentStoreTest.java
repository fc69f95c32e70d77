package io.pawstream.runtime.files.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.files.internal.ContentStore.Entry;
import io.pawstream.runtime.files.internal.ContentStore.InputSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentStoreTest {
  private static final String CURE = "set some.dir to a directory that this user may write";
  private static final InputSource NOT_ASKED =
      () -> {
        throw new AssertionError("the source was opened");
      };

  private Path temp;

  @BeforeEach
  void inside(@TempDir Path directory) {
    temp = directory;
  }

  @Test
  void aFileLiesUnderItsDigestAndOnlyTheOwnerMayReadIt() throws Exception {
    Path base = temp.resolve("a/b");
    byte[] content = "weights".getBytes(UTF_8);

    Path file = ContentStore.at(base, CURE).put("tiny.gguf", digest(content), source(content));

    assertThat(file).isEqualTo(base.resolve(digest(content)).resolve("tiny.gguf"));
    assertThat(file).hasBinaryContent(content);
    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThat(permissions(base.resolve(digest(content)))).isEqualTo("rwx------");
    assertThat(permissions(base)).isEqualTo("rwx------");
    assertThat(files(base)).containsExactly(file);
  }

  @Test
  void whatIsThereIsNotReadFromItsSourceAgain() throws Exception {
    byte[] content = "weights".getBytes(UTF_8);
    ContentStore store = ContentStore.at(temp.resolve("base"), CURE);
    Path first = store.put("f", digest(content), source(content));

    assertThat(store.put("f", digest(content), NOT_ASKED)).isEqualTo(first);
  }

  @Test
  void twoNamesMayHaveOneContent() throws Exception {
    byte[] content = "same".getBytes(UTF_8);
    ContentStore store = ContentStore.at(temp.resolve("base"), CURE);

    Path one = store.put("one", digest(content), source(content));
    Path two = store.put("two", digest(content), source(content));

    assertThat(one).hasBinaryContent(content);
    assertThat(two).hasBinaryContent(content).isEqualTo(one.resolveSibling("two"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"changed", "truncated", "missing", "link"})
  void aDamagedFileIsReplaced(String damage) throws Exception {
    byte[] content = "the right bytes".getBytes(UTF_8);
    ContentStore store = ContentStore.at(temp.resolve("base"), CURE);
    Path file = store.put("f", digest(content), source(content));
    Path other = Files.writeString(temp.resolve("other"), "other");
    switch (damage) {
      case "changed" -> Files.writeString(file, "the wrong bytes");
      case "truncated" -> Files.writeString(file, "the");
      case "missing" -> Files.delete(file);
      default -> {
        Files.delete(file);
        Files.createSymbolicLink(file, other);
      }
    }

    store.put("f", digest(content), source(content));

    assertThat(file).isRegularFile().hasBinaryContent(content);
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(other).hasContent("other");
    assertThat(files(temp.resolve("base"))).containsExactly(file);
  }

  @Test
  void aSetOfFilesAppearsWhole() throws Exception {
    byte[] one = "one".getBytes(UTF_8);
    byte[] two = "two".getBytes(UTF_8);
    String key = digest("key".getBytes(UTF_8));
    Path base = temp.resolve("base");

    Path directory =
        ContentStore.at(base, CURE)
            .putAll(
                key,
                Map.of(
                    "one", new Entry(digest(one), source(one)),
                    "two", new Entry(digest(two), source(two))));

    assertThat(directory).isEqualTo(base.resolve(key));
    assertThat(files(base))
        .containsExactlyInAnyOrder(directory.resolve("one"), directory.resolve("two"));
    assertThat(directory.resolve("two")).hasBinaryContent(two);
  }

  @Test
  void anotherContentIsRefusedAndLeavesNothing() throws Exception {
    String pinned = digest("pinned".getBytes(UTF_8));
    byte[] actual = "actual".getBytes(UTF_8);
    Path base = temp.resolve("base");

    assertThatThrownBy(() -> ContentStore.at(base, CURE).put("f", pinned, source(actual)))
        .isInstanceOf(ContentStoreException.class)
        .hasMessageContainingAll("file=f", "pinned=" + pinned, "actual=" + digest(actual));
    assertThat(base).isEmptyDirectory();
  }

  @Test
  void aFullDiskNamesTheCureAndLeavesNothing() throws Exception {
    byte[] content = new byte[200_000];
    Path base = temp.resolve("base");
    Entry good = new Entry(digest(content), source(content));
    Entry full = new Entry(digest(content), () -> new FullAfter(100_000));

    assertThatThrownBy(
            () ->
                ContentStore.at(base, CURE)
                    .putAll(digest(content), Map.of("good", good, "full", full)))
        .isInstanceOf(ContentStoreException.class)
        .hasMessageContainingAll("directory=" + base, "No space left on device", CURE);
    assertThat(base).isEmptyDirectory();
  }

  @Test
  void aFailedRepairLeavesNoStaging() throws Exception {
    byte[] content = new byte[200_000];
    ContentStore store = ContentStore.at(temp.resolve("base"), CURE);
    Path file = store.put("f", digest(content), source(content));
    Files.delete(file);

    assertThatThrownBy(() -> store.put("f", digest(content), () -> new FullAfter(100_000)))
        .isInstanceOf(ContentStoreException.class);
    assertThat(files(temp.resolve("base"))).isEmpty();
  }

  @Test
  void aBaseThatCannotBeMadeNamesTheCure() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "");
    byte[] content = "x".getBytes(UTF_8);

    assertThatThrownBy(
            () ->
                ContentStore.at(file.resolve("base"), CURE)
                    .put("f", digest(content), source(content)))
        .isInstanceOf(ContentStoreException.class)
        .hasMessageContainingAll("directory=" + file, CURE);
  }

  @Test
  void aBaseThatIsALinkIsRefused() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("link"), Files.createDirectory(temp("real")));

    assertRefused(link, "no link");
    assertThat(temp("real")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwx---", "rwxr-xrwx", "rwxrwxrwx"})
  void aBaseThatOthersMayWriteIsRefused(String permissions) throws Exception {
    Path base = Files.createDirectory(temp("open"));
    Files.setPosixFilePermissions(base, PosixFilePermissions.fromString(permissions));

    assertRefused(base, "permissions=" + permissions);
    assertThat(base).isEmptyDirectory();
  }

  @Test
  void aDirectoryOfADigestThatOthersMayWriteIsRefused() throws Exception {
    byte[] content = "x".getBytes(UTF_8);
    Path base = temp("base");
    ContentStore.at(base, CURE).put("f", digest(content), source(content));
    Files.setPosixFilePermissions(
        base.resolve(digest(content)), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertRefused(base, "permissions=rwxrwxrwx");
  }

  @Test
  void manyWritersAtOnceAgree() throws Exception {
    byte[] content = new byte[300_000];
    content[7] = 1;
    Path base = temp("base");
    int writers = 8;
    for (int round = 0; round < 10; round++) {
      content[9] = (byte) round;
      byte[] bytes = content.clone();
      CyclicBarrier start = new CyclicBarrier(writers);
      ExecutorService pool = Executors.newFixedThreadPool(writers);
      try {
        List<Future<Path>> paths = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
          paths.add(
              pool.submit(
                  () -> {
                    start.await();
                    return ContentStore.at(base, CURE).put("f", digest(bytes), source(bytes));
                  }));
        }
        for (Future<Path> path : paths) {
          assertThat(path.get()).hasBinaryContent(bytes);
        }
      } finally {
        pool.shutdownNow();
      }
      assertThat(files(base)).hasSize(round + 1);
    }
  }

  @Test
  void stagingOfAKilledProcessIsRemovedAfterADay() throws Exception {
    byte[] content = "x".getBytes(UTF_8);
    Path base = Files.createDirectory(temp("base"));
    Path old = Files.createDirectory(base.resolve(".staging-old"));
    Files.writeString(old.resolve("f"), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    Path young = Files.createDirectory(base.resolve(".staging-young"));

    ContentStore.at(base, CURE).put("f", digest(content), source(content));

    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "/a", ".hidden", "a\\b", "a\0b"})
  void aNameIsNoPath(String name) {
    assertThatThrownBy(() -> ContentStore.at(temp, CURE).put(name, digest(new byte[0]), NOT_ASKED))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "ABCD", "0123"})
  void aDigestIsSixtyFourHexDigits(String digest) {
    assertThatThrownBy(() -> ContentStore.at(temp, CURE).putAll(digest, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("digest=" + digest);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "none,     /home/u, /home/u/.cache/paw-streams/natives",
        "/c,       /home/u, /c/paw-streams/natives",
        "'',       /home/u, /home/u/.cache/paw-streams/natives",
        "relative, /home/u, /home/u/.cache/paw-streams/natives",
        "none,     ?,       /tmp/paw-streams/natives",
      })
  void theDefaultBaseIsTheUsersCache(String cacheHome, String home, Path expected) {
    assertThat(ContentStore.defaultBase("natives", cacheHome, home, "/tmp")).isEqualTo(expected);
  }

  private Path temp(String name) {
    return temp.resolve(name);
  }

  private static void assertRefused(Path base, String why) {
    byte[] content = "x".getBytes(UTF_8);
    assertThatThrownBy(() -> ContentStore.at(base, CURE).put("f", digest(content), NOT_ASKED))
        .isInstanceOf(ContentStoreException.class)
        .hasMessageContainingAll("directory=" + base, why, CURE);
  }

  private static List<Path> files(Path base) throws IOException {
    try (Stream<Path> walk = Files.walk(base)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  private static InputSource source(byte[] content) {
    return () -> new ByteArrayInputStream(content);
  }

  private static String digest(byte[] content) {
    return Sha256.of(content);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** Zeros, then what a write to a full disk throws. */
  private static final class FullAfter extends InputStream {
    private int left;

    FullAfter(int bytes) {
      left = bytes;
    }

    @Override
    public int read() throws IOException {
      if (left-- <= 0) {
        throw new IOException("No space left on device");
      }
      return 0;
    }
  }
}
