package io.pawstream.runtime.files.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoundedFilesTest {
  private static final long HEADER = 80;
  private static final String KEY = Sha256.of("key".getBytes(UTF_8));
  private static final String OTHER = Sha256.of("other".getBytes(UTF_8));

  @TempDir Path temp;
  private Path directory;
  private BoundedFiles files;

  @BeforeEach
  void open() {
    directory = temp.resolve("kept");
    files = bounded(1 << 20);
  }

  private BoundedFiles bounded(long most) {
    return new BoundedFiles(directory, ".kept", most, "choose another");
  }

  private String read(String key) throws IOException {
    ByteBuffer[] content = new ByteBuffer[1];
    boolean whole = files.read(key, size -> content[0] = ByteBuffer.allocateDirect((int) size));
    return whole ? UTF_8.decode(content[0]).toString() : null;
  }

  private void write(String key, String content) throws IOException {
    files.write(key, ByteBuffer.wrap(content.getBytes(UTF_8)));
  }

  @Test
  void givesBackWhatWasKeptForThatKeyAlone() throws Exception {
    assertThat(read(KEY)).isNull();
    assertThat(directory).doesNotExist();
    write(KEY, "first");
    write(KEY, "second");

    assertThat(read(KEY)).isEqualTo("second");
    assertThat(read(OTHER)).isNull();
    assertThat(directory).isDirectoryContaining("glob:**.kept");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.file(KEY))))
        .isEqualTo("rw-------");
    Files.move(files.file(KEY), files.file(OTHER));
    assertThat(read(OTHER)).isNull();
    assertThatThrownBy(() -> files.file("../key")).isInstanceOf(IllegalArgumentException.class);
  }

  enum Damage {
    EMPTY,
    CUT_IN_THE_HEADER,
    CUT,
    LONGER,
    CONTENT,
    DIGEST,
    LENGTH,
    MAGIC;

    byte[] of(byte[] bytes) {
      byte[] damaged = java.util.Arrays.copyOf(bytes, length(bytes.length));
      switch (this) {
        case MAGIC -> damaged[0] ^= 1;
        case DIGEST -> damaged[50] ^= 1;
        case LENGTH -> damaged[(int) HEADER - 1] ^= 1;
        case CONTENT -> damaged[(int) HEADER + 3] ^= 1;
        default -> {}
      }
      return damaged;
    }

    private int length(int whole) {
      return switch (this) {
        case EMPTY -> 0;
        case CUT_IN_THE_HEADER -> 30;
        case CUT -> whole - 1;
        case LONGER -> whole + 1;
        default -> whole;
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsDamagedCountsAsAbsentAndGoes(Damage damage) throws Exception {
    write(KEY, "content of some length");
    Path file = files.file(KEY);
    Files.write(file, damage.of(Files.readAllBytes(file)));

    assertThat(read(KEY)).isNull();
    assertThat(file).doesNotExist();
    write(KEY, "again");
    assertThat(read(KEY)).isEqualTo("again");
  }

  @Test
  void beyondTheBoundTheLeastUsedGo() throws Exception {
    files = bounded(4 * (HEADER + 100));
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      keys.add(Sha256.of(new byte[] {(byte) i}));
      write(keys.get(i), "x".repeat(100));
      Files.setLastModifiedTime(
          files.file(keys.get(i)), FileTime.from(Instant.EPOCH.plusSeconds(i)));
    }
    assertThat(read(keys.get(0))).isNotNull();

    write(KEY, "y".repeat(101));

    assertThat(keys.stream().filter(key -> Files.exists(files.file(key))).toList())
        .containsExactly(keys.get(0), keys.get(3));
    write(OTHER, "z".repeat(1000));
    assertThat(read(OTHER)).isNull();
    assertThat(read(KEY)).isNotNull();
  }

  @Test
  void whatOthersMayWriteIsNotRead() throws Exception {
    write(KEY, "content");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> read(KEY)).isInstanceOf(ContentStoreException.class);
    assertThatThrownBy(() -> write(OTHER, "content")).isInstanceOf(ContentStoreException.class);

    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Path elsewhere = Files.move(files.file(KEY), temp.resolve("elsewhere"));
    Files.createSymbolicLink(files.file(KEY), elsewhere);
    assertThat(read(KEY)).isNull();
  }

  @Test
  void manyAtOnceSeeWholeFilesOnly() throws Exception {
    String[] contents = {"a".repeat(100_000), "b".repeat(200_000)};
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (String content : contents) {
      writers.add(
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < 50; i++) {
                    write(KEY, content);
                  }
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              }));
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
    while (!all.isDone()) {
      String seen = read(KEY);
      if (seen != null) {
        assertThat(seen).isIn((Object[]) contents);
      }
    }
    all.join();
    assertThat(read(KEY)).isIn((Object[]) contents);
    try (var left = Files.list(directory)) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void whatAKilledProcessLeftIsRemoved() throws Exception {
    write(KEY, "content");
    Path left = directory.resolve(".staging-left");
    Files.write(left, new byte[10], StandardOpenOption.CREATE_NEW);
    Files.setLastModifiedTime(left, FileTime.from(Instant.EPOCH));

    write(OTHER, "content");

    assertThat(left).doesNotExist();
  }
}
