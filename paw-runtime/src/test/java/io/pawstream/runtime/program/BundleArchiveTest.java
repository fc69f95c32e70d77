package io.pawstream.runtime.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pawstream.runtime.testing.Fixtures;
import io.pawstream.runtime.testing.RawBundles;
import io.pawstream.runtime.testing.ZipWriter;
import io.pawstream.runtime.testing.ZipWriter.Member;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The archive around a program: what is refused, and what is odd but allowed. */
class BundleArchiveTest {
  private static final byte[] NOTE = "a note".getBytes(UTF_8);

  private Path file;

  @BeforeEach
  void inside(@TempDir Path directory) {
    file = directory.resolve("a.paw");
  }

  @Test
  void acceptsStoredMembersDirectoriesOddNamesAndRegularModes() throws Exception {
    List<Member> members = new ArrayList<>();
    for (Member member : RawBundles.members("log")) {
      members.add(member.stored().withMode(0100644));
    }
    members.add(Member.of("notes/", new byte[0]).stored().withMode(0040755));
    members.add(Member.of("notes//./a.txt", NOTE));
    members.add(Member.of("größe.txt", NOTE).withFlags(1 << 11));

    assertThat(read(members).digest()).isEqualTo(original().digest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"./adapter.gguf", ".//./adapter.gguf"})
  void namesAreReadAsPosixDoes(String name) throws Exception {
    assertThat(read(changed("adapter.gguf", m -> Member.of(name, m.data()))).digest())
        .isEqualTo(original().digest());
  }

  @Test
  void acceptsSizesThatFollowTheData() throws Exception {
    byte[] bytes = ZipWriter.write(changed("meta.json", m -> m.withFlags(1 << 3)));
    int local = indexOf(bytes, "meta.json") - 30;
    Arrays.fill(bytes, local + 14, local + 26, (byte) 0);

    assertThat(read(bytes).digest()).isEqualTo(original().digest());
  }

  @Test
  void acceptsACommentAfterTheEnd() throws Exception {
    byte[] bytes = ZipWriter.write(RawBundles.members("log"));
    byte[] commented = Arrays.copyOf(bytes, bytes.length + 5);
    commented[bytes.length - 2] = 5;

    assertThat(read(commented).digest()).isEqualTo(original().digest());
  }

  @Test
  void takes256MembersAndNoMore() throws Exception {
    List<Member> members = RawBundles.members("log");
    while (members.size() < 256) {
      members.add(Member.of("notes/" + members.size(), NOTE));
    }
    assertThat(read(members).digest()).isEqualTo(original().digest());

    members.add(Member.of("one more", NOTE));
    assertRefused(members, "members=257");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/../../x",
        "..",
        "..\\x",
        "a\\b",
        "C:/x",
        "C:x",
        "/x",
        "//x",
        "",
        "/",
        "./",
        "a\nb"
      })
  void refusesUnsafeNames(String name) throws Exception {
    assertRefused(plus(Member.of(name, NOTE)), "The name of a bundle member must not");
  }

  @ParameterizedTest
  @MethodSource
  void refusesMembers(Member member, String message) throws Exception {
    assertRefused(plus(member), message);
  }

  static Stream<Arguments> refusesMembers() {
    Member note = Member.of("note", NOTE);
    return Stream.of(
        arguments(note.withMode(0120777), "Unix type=0120000: name=note"),
        arguments(note.withMode(0020644), "Unix type=020000"),
        arguments(note.withMode(0010644), "Unix type=010000"),
        arguments(note.withFlags(1), "must not be encrypted"),
        arguments(note.withFlags(1 << 6), "must not be encrypted"),
        arguments(note.withFlags(1 << 13), "must not be encrypted"),
        arguments(note.withMethod(9), "method=9"),
        arguments(note.stored().withDeclaredSize(7), "as long as its data"),
        arguments(note.withLocalName("nope"), "described alike"),
        arguments(note.withLocalName("longer"), "described alike"),
        arguments(Member.of("meta.json", NOTE), "only once: name=meta.json"),
        arguments(Member.of("./meta.json", NOTE), "only once: name=meta.json"),
        arguments(Member.of("meta.json/", new byte[0]), "only once: name=meta.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"adapter.gguf", "prompt_template.txt", "meta.json"})
  void refusesABundleWithoutOneOfTheThreeFiles(String name) throws Exception {
    List<Member> members = RawBundles.members("log");
    members.removeIf(member -> member.name().equals(name));
    assertRefused(members, name + "; it is missing");

    members.add(Member.of(name + "/", new byte[0]));
    assertRefused(members, name + "; it is missing");
    assertRefused(changed(name, m -> Member.of("sub/" + name, m.data())), name);
    assertRefused(changed(name, m -> m.withCrc(m.crc() ^ 1)), "CRC-32: file=" + name);
    assertRefused(changed(name, m -> m.withDeclaredSize(m.data().length + 1)), "declared=");
  }

  @Test
  void refusesMoreRealBytesThanDeclared() throws Exception {
    byte[] bomb = new byte[16 << 20];

    assertRefused(
        changed("meta.json", m -> Member.of("meta.json", bomb).withDeclaredSize(100)),
        "declared=100, actual=more");
    assertRefused(
        changed("adapter.gguf", m -> Member.of("adapter.gguf", bomb).withDeclaredSize(2000)),
        "adapter.gguf");
  }

  @Test
  void refusesTextsAndAdaptersOverTheirLimits() throws Exception {
    byte[] large = new byte[(1 << 20) + 1];

    assertRefused(
        changed("meta.json", m -> Member.of("meta.json", large)), "meta.json must have 1 to");
    assertRefused(
        changed("prompt_template.txt", m -> Member.of("prompt_template.txt", large)),
        "prompt_template.txt must have 1 to");
    assertRefused(
        changed("adapter.gguf", m -> m.withDeclaredSize((128L << 20) + 1)),
        "adapter.gguf must have 1024 to");
    assertRefused(
        changed("adapter.gguf", m -> Member.of("adapter.gguf", Arrays.copyOf(m.data(), 1023))),
        "size=1023");
    assertRefused(changed("meta.json", m -> Member.of("meta.json", new byte[0])), "size=0");
  }

  @Test
  void refusesADeclaredSumOver512MiB() throws Exception {
    List<Member> members = RawBundles.members("log");
    members.add(Member.of("a", NOTE).withDeclaredSize(256L << 20));
    members.add(Member.of("b", NOTE).withDeclaredSize(256L << 20));

    assertRefused(members, "unpack to at most 536870912 bytes");
  }

  @Test
  void refusesAnArchiveOver256MiB() throws Exception {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength((256L << 20) + 1);
    }

    assertThatThrownBy(() -> ProgramBundle.read(file))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("size=268435457");
  }

  @Test
  void refusesMembersThatShareBytes() throws Exception {
    byte[] bytes = ZipWriter.write(plus(Member.of("note", NOTE)));
    int note = lastIndexOf(bytes, "note") - 46;
    int meta = lastIndexOf(bytes, "meta.json") - 46;
    byte[] same = bytes.clone();
    System.arraycopy(bytes, meta + 42, same, note + 42, 4);
    assertRefused(same, "described alike");

    // a local header inside the data of another member, found by a matching name
    Member outer = Member.of("outer", ZipWriter.write(List.of(Member.of("note", NOTE)))).stored();
    byte[] nested = ZipWriter.write(List.of(outer, Member.of("note", NOTE)));
    int entry = lastIndexOf(nested, "note") - 46;
    little(nested).putInt(entry + 42, 30 + "outer".length());
    assertRefused(nested, "must not share bytes");
  }

  @Test
  void refusesAnArchiveThatDoesNotEndWithItsDirectory() throws Exception {
    byte[] bytes = ZipWriter.write(RawBundles.members("log"));
    byte[] behind = Arrays.copyOf(bytes, bytes.length + 3);
    assertRefused(behind, "must have an end record");

    byte[] moved = bytes.clone();
    int end = bytes.length - 22;
    little(moved).putInt(end + 16, little(bytes).getInt(end + 16) - 1);
    assertRefused(moved, "must end where the end record begins");

    byte[] fewer = bytes.clone();
    fewer[end + 8] = fewer[end + 10] = 2;
    assertRefused(fewer, "members inside the file");

    byte[] disks = bytes.clone();
    disks[end + 4] = 1;
    assertRefused(disks, "one archive");
  }

  @Test
  void refusesEveryTruncation() throws Exception {
    byte[] bytes = ZipWriter.write(RawBundles.members("log"));
    for (int length = 0; length < bytes.length; length += 1 + length / 20) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(ProgramException.class);
    }
  }

  private static List<Member> plus(Member member) throws IOException {
    List<Member> members = RawBundles.members("log");
    members.add(member);
    return members;
  }

  private static List<Member> changed(String name, UnaryOperator<Member> change)
      throws IOException {
    List<Member> members = RawBundles.members("log");
    members.replaceAll(member -> member.name().equals(name) ? change.apply(member) : member);
    return members;
  }

  private static ProgramBundle original() {
    return ProgramBundle.read(Fixtures.PROGRAMS.resolve("log.paw"));
  }

  private ProgramBundle read(List<Member> members) throws IOException {
    return read(ZipWriter.write(members));
  }

  private ProgramBundle read(byte[] bytes) throws IOException {
    return ProgramBundle.read(Files.write(file, bytes));
  }

  private void assertRefused(List<Member> members, String message) throws IOException {
    assertRefused(ZipWriter.write(members), message);
  }

  private void assertRefused(byte[] bytes, String message) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(ProgramException.class)
        .hasMessageContainingAll(file.toString(), message);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, ISO_8859_1).indexOf(text);
  }

  private static int lastIndexOf(byte[] bytes, String text) {
    return new String(bytes, ISO_8859_1).lastIndexOf(text);
  }
}
