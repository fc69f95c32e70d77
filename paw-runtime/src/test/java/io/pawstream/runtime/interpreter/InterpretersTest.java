package io.pawstream.runtime.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.testing.Fixtures;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterpretersTest {
  private static final String SHA256 = KnownInterpreter.PAW_TINY.sha256();

  private Path temp;

  @BeforeEach
  void inside(@TempDir Path directory) {
    temp = directory;
    System.setProperty(Interpreters.DIRECTORY_PROPERTY, temp.resolve("shipped").toString());
  }

  @AfterEach
  void clear() {
    System.clearProperty(Interpreters.DIRECTORY_PROPERTY);
  }

  @Test
  void theShippedOneIsUnpackedOnce() throws Exception {
    Interpreter interpreter = Interpreters.known("paw-tiny", null);

    assertThat(interpreter.name()).isEqualTo("paw-tiny");
    assertThat(interpreter.file())
        .isEqualTo(temp.resolve("shipped").resolve(SHA256).resolve("paw-tiny.gguf"))
        .hasBinaryContent(Fixtures.interpreter());
    assertThat(interpreter.sha256()).isEqualTo(SHA256);
    assertThat(interpreter.shape().contextLength())
        .isEqualTo(KnownInterpreter.PAW_TINY.contextLength());
    assertThat(Files.size(interpreter.file())).isEqualTo(KnownInterpreter.PAW_TINY.size());
    assertThat(Interpreters.resolve("paw-tiny", false, null)).isEqualTo(interpreter);
  }

  @Test
  void aShippedOneThatCannotBeUnpackedNamesTheCure() throws Exception {
    Files.writeString(temp.resolve("shipped"), "a file");

    assertRefused(() -> Interpreters.known("paw-tiny", null), "paw-tiny", "paw.interpreters.dir");
  }

  @Test
  void aFileIsTakenByItsDigest() throws Exception {
    Path file = tiny();

    Interpreter interpreter = Interpreters.resolve(file + "@sha256:" + SHA256, false, null);

    assertThat(interpreter.file()).isEqualTo(file);
    assertThat(interpreter.name()).isEqualTo("mine");
    assertRefused(
        () -> Interpreters.resolve(file + "@sha256:" + "0".repeat(64), true, null),
        "pinned=sha256:" + "0".repeat(64),
        "actual=sha256:" + SHA256);
  }

  @Test
  void aFileWithoutADigestNeedsAnOptIn() throws Exception {
    Path file = tiny();

    assertRefused(
        () -> Interpreters.resolve(file.toString(), false, null), "pinned", file + "@sha256:");
    assertThat(Interpreters.resolve(file.toString(), true, null).sha256()).isEqualTo(SHA256);
  }

  @Test
  void aPinDoesNotMakeAnUnsoundFileSound() throws Exception {
    Path text = Files.writeString(temp.resolve("text.gguf"), "no GGUF at all, whatever its name");

    assertRefused(() -> Interpreters.resolve(text.toString(), true, null), "text.gguf", "GGUF");
    Path adapter = Files.write(temp.resolve("adapter.gguf"), Fixtures.adapter());
    assertRefused(
        () -> Interpreters.resolve(adapter.toString(), true, null),
        "adapter.gguf",
        "general.type=adapter");
    byte[] half = Arrays.copyOf(Fixtures.interpreter(), 500_000);
    Path truncated = Files.write(temp.resolve("half.gguf"), half);
    assertRefused(
        () -> Interpreters.resolve(truncated.toString(), true, null), "half.gguf", "cut off");
  }

  @Test
  void linksAndDirectoriesAreRefused() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("link.gguf"), tiny());
    Path directory = Files.createDirectory(temp.resolve("directory.gguf"));

    assertRefused(
        () -> Interpreters.resolve(link + "@sha256:" + SHA256, false, null), "found=link");
    assertRefused(
        () -> Interpreters.resolve(directory.toString(), true, null), "found=no regular file");
    assertRefused(
        () -> Interpreters.resolve(temp + "/none.gguf", true, null), "none.gguf, found=nothing");
  }

  @Test
  void aKnownOneThatIsMissingSaysWhereItWasLookedFor() {
    assertRefused(
        () -> Interpreters.known("gpt2-q8_0", temp),
        "looked for=" + temp.resolve("base_models/gpt2-q8_0.gguf"),
        "programasweights/GPT2-GGUF-Q8_0",
        "PAW_CACHE_DIR");
  }

  @Test
  void aKnownOneMustHaveItsSizeAndDigest() throws Exception {
    Path models = Files.createDirectory(temp.resolve("base_models"));
    Path file = models.resolve("gpt2-q8_0.gguf");
    Files.writeString(file, "short");
    assertRefused(
        () -> Interpreters.known("gpt2-q8_0", temp), "pinned=139804832", "actual=5", "again");

    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(KnownInterpreter.GPT2_Q8_0.size());
    }
    assertRefused(
        () -> Interpreters.known("gpt2-q8_0", temp),
        "pinned=sha256:" + KnownInterpreter.GPT2_Q8_0.sha256(),
        "actual=sha256:");

    Path other = Files.move(file, temp.resolve("other"));
    Files.createSymbolicLink(file, other);
    assertRefused(() -> Interpreters.known("gpt2-q8_0", temp), "found=link");
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    assertRefused(
        () -> Interpreters.resolve("llama", true, null),
        "interpreter=llama",
        "qwen3-0.6b-q6_k, gpt2-q8_0, paw-tiny",
        "path@sha256:");
  }

  @Test
  void theCacheDirectoryIsThatOfTheSdk() {
    assertThat(Interpreters.cacheDir(null, "/home/u"))
        .isEqualTo(Path.of("/home/u/.cache/programasweights"));
    assertThat(Interpreters.cacheDir("", "/home/u"))
        .isEqualTo(Path.of("/home/u/.cache/programasweights"));
    assertThat(Interpreters.cacheDir("/c", "/home/u")).isEqualTo(Path.of("/c"));
  }

  private Path tiny() throws Exception {
    return Files.write(temp.resolve("mine.gguf"), Fixtures.interpreter());
  }

  private static void assertRefused(ThrowingCallable call, String... messages) {
    assertThatThrownBy(call)
        .isInstanceOf(InterpreterException.class)
        .hasMessageContainingAll(messages);
  }
}
