package io.pawstream.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.testing.Fixtures;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
  private static final String PIN = "sha256:" + "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "urgency.paw, urgency.paw",
    "programs/urgency.paw, programs/urgency.paw",
    "/a/b c/urgency.paw, /a/b c/urgency.paw",
    "./urgency, ./urgency",
    "./2b797899c38c07ef0436, ./2b797899c38c07ef0436",
    "a/b/c, a/b/c",
    "file:/a/urgency.paw, /a/urgency.paw",
    "file:///a/b%20c.paw, /a/b c.paw",
  })
  void readsPathsAndFileUris(String reference, Path path) {
    assertThat(Reference.parse(reference)).isEqualTo(new Reference(path, null));
    assertThat(Reference.parse(reference + "@" + PIN)).isEqualTo(new Reference(path, PIN));
  }

  @Test
  void isWrittenAsItIsRead() {
    assertThat(Reference.parse("a/b.paw@" + PIN)).hasToString("a/b.paw@" + PIN);
    assertThat(Reference.parse("a/b.paw")).hasToString("a/b.paw");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2b797899c38c07ef0436",
        "urgency",
        "urgency@v2",
        "owner/urgency",
        "owner/urgency@v12"
      })
  void idsAndSlugsSayWhatToWriteInstead(String reference) {
    assertThatThrownBy(() -> Reference.parse(reference))
        .isInstanceOf(ProgramException.class)
        .hasMessageContainingAll("by path", "reference=" + reference, "./");
  }

  @ParameterizedTest
  @CsvSource({
    "'', must be a path",
    "' ', must be a path",
    "a.paw@sha256:, 64 lower-case hex",
    "a.paw@sha256:0123, 64 lower-case hex",
    "https://host/a.paw, not from the network",
    "s3://bucket/a.paw, not from the network",
    "file:a.paw, file: reference",
    "file://host/a.paw, file: reference",
    "file:///a b.paw, file: reference",
    "a\0b.paw, legal path",
  })
  void refusesTheRest(String reference, String message) {
    assertThatThrownBy(() -> Reference.parse(reference))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aPinIsComparedWithTheDigest() {
    Path path = Fixtures.PROGRAMS.resolve("urgency.paw");
    String digest = ProgramBundle.read(path).digest();

    assertThat(Reference.parse(path + "@" + digest).read().digest()).isEqualTo(digest);
    assertThat(Reference.parse(path.toString()).read().digest()).isEqualTo(digest);
    assertThatThrownBy(() -> Reference.parse(path + "@" + PIN).read())
        .isInstanceOf(ProgramException.class)
        .hasMessageContainingAll("pinned=" + PIN, "actual=" + digest);
  }
}
