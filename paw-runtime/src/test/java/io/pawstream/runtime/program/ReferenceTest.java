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
    assertThat(Reference.parse(reference)).isEqualTo(new Reference.Local(path, null));
    assertThat(Reference.parse(reference + "@" + PIN)).isEqualTo(new Reference.Local(path, PIN));
  }

  @Test
  void isWrittenAsItIsRead() {
    assertThat(Reference.parse("a/b.paw@" + PIN)).hasToString("a/b.paw@" + PIN);
    assertThat(Reference.parse("a/b.paw")).hasToString("a/b.paw");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2b797899c38c07ef", "2b797899c38c07ef0436"})
  void readsIds(String id) {
    assertThat(Reference.parse(id)).isEqualTo(new Reference.Id(id, null)).hasToString(id);
    Reference pinned = Reference.parse(id + "@" + PIN);
    assertThat(pinned).isEqualTo(new Reference.Id(id, PIN)).hasToString(id + "@" + PIN);
    assertThat(pinned.isMoving()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "urgency, urgency, 0, urgency, true",
    "urgency@v2, urgency, 2, urgency, false",
    "owner/urgency, owner/urgency, 0, urgency, true",
    "Da-03/verb-counter@v12, Da-03/verb-counter, 12, verb-counter, false",
    "2b797899c38c07e, 2b797899c38c07e, 0, 2b797899c38c07e, true",
    "owner/2b797899c38c07ef, owner/2b797899c38c07ef, 0, 2b797899c38c07ef, true",
  })
  void readsSlugs(String text, String name, int version, String shortName, boolean moving) {
    Reference.Slug slug = new Reference.Slug(name, version, null);
    assertThat(Reference.parse(text)).isEqualTo(slug).hasToString(text);
    assertThat(slug.versioned()).isEqualTo(text);
    assertThat(slug.shortName()).isEqualTo(shortName);
    assertThat(slug.isMoving()).isEqualTo(moving);
    Reference pinned = Reference.parse(text + "@" + PIN);
    assertThat(pinned).isEqualTo(new Reference.Slug(name, version, PIN));
    assertThat(pinned).hasToString(text + "@" + PIN);
    assertThat(pinned.isMoving()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"u", "Urgency", "owner/urgency-", "owner/-u", "a_b", "owner/urgency@v0"})
  void whatIsNoSlugIsAPath(String text) {
    assertThat(Reference.parse(text)).isEqualTo(new Reference.Local(Path.of(text), null));
  }

  @ParameterizedTest
  @CsvSource({
    "'', must be a path",
    "' ', must be a path",
    "a.paw@sha256:, 64 lower-case hex",
    "a.paw@sha256:0123, 64 lower-case hex",
    "https://host/a.paw, not by a network address",
    "s3://bucket/a.paw, not by a network address",
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

    assertThat(local(path + "@" + digest).read().digest()).isEqualTo(digest);
    assertThat(local(path.toString()).read().digest()).isEqualTo(digest);
    assertThatThrownBy(() -> local(path + "@" + PIN).read())
        .isInstanceOf(ProgramException.class)
        .hasMessageContainingAll("pinned=" + PIN, "actual=" + digest);
  }

  private static Reference.Local local(String text) {
    return (Reference.Local) Reference.parse(text);
  }
}
