package io.pawstream.runtime.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.testing.Fixtures;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramBundleTest {
  private Path temp;

  @BeforeEach
  void inside(@TempDir Path directory) {
    temp = directory;
  }

  @ParameterizedTest
  @CsvSource({"urgency, 2", "log, 2", "sentiment, 2", "intent, 4", "order, 0", "email, 0"})
  void readsTheDemonstrationPrograms(String name, int labels) throws Exception {
    ProgramBundle bundle = ProgramBundle.read(Fixtures.PROGRAMS.resolve(name + ".paw"));

    assertThat(bundle.name()).isEqualTo(name);
    assertThat(bundle.meta().interpreterName()).isEqualTo("paw-tiny");
    assertThat(bundle.meta().labels() == null ? 0 : bundle.meta().labels().size())
        .isEqualTo(labels);
    assertThat(bundle.template().prefix()).startsWith("<|im_start|>user\n").endsWith("\n\n");
    assertThat(bundle.template().suffix()).isEqualTo("<|im_end|>\n<|im_start|>assistant\n");
    assertThat(bundle.template().text())
        .isEqualTo(new String(Fixtures.members(name).get("prompt_template.txt"), UTF_8));
    assertThat(AdapterCheck.check(bundle.adapter(), Fixtures.interpreterHeader())).isEqualTo(8);
  }

  @Test
  void aDirectoryAndABundlePackedAgainAreTheSameProgram() throws Exception {
    ProgramBundle original = ProgramBundle.read(Fixtures.PROGRAMS.resolve("log.paw"));
    Path directory = unpack("848912431352cc8913d1");
    Path packed = temp.resolve("other name.paw");
    try (OutputStream out = Files.newOutputStream(packed);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> member : Fixtures.members("log").entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
      }
    }

    ProgramBundle unpacked = ProgramBundle.read(directory);
    ProgramBundle again = ProgramBundle.read(packed);

    assertThat(unpacked.name()).isEqualTo("848912431352cc8913d1");
    assertThat(again.name()).isEqualTo("other name");
    assertThat(unpacked.digest()).isEqualTo(original.digest());
    assertThat(again.digest()).isEqualTo(original.digest());
    assertThat(again.adapter()).isEqualTo(original.adapter());
  }

  @Test
  void writesTheAdapterForNativeCode() throws Exception {
    ProgramBundle bundle = ProgramBundle.read(Fixtures.PROGRAMS.resolve("log.paw"));
    Path target = temp.resolve("adapter");

    bundle.writeAdapter(target);

    assertThat(target).hasBinaryContent(Fixtures.adapter());
    assertThatThrownBy(() -> bundle.writeAdapter(target)).isInstanceOf(ProgramException.class);
    assertThat(target).hasBinaryContent(Fixtures.adapter());
  }

  @Test
  void refusesToWriteAnAdapterThatChanged() throws Exception {
    Path directory = unpack("program");
    ProgramBundle bundle = ProgramBundle.read(directory);
    byte[] changed = Fixtures.adapter();
    changed[changed.length - 1] ^= 1;
    Files.write(directory.resolve("adapter.gguf"), changed);
    Path target = temp.resolve("adapter");

    assertThatThrownBy(() -> bundle.writeAdapter(target))
        .isInstanceOf(ProgramException.class)
        .hasMessageContainingAll("must not change", "read=" + bundle.adapterSha256());
    assertThat(target).doesNotExist();
  }

  @Test
  void refusesToWriteAnAdapterThatIsGone() throws Exception {
    Path directory = unpack("program");
    ProgramBundle bundle = ProgramBundle.read(directory);
    Files.delete(directory.resolve("adapter.gguf"));
    Path target = temp.resolve("adapter");

    assertThatThrownBy(() -> bundle.writeAdapter(target))
        .isInstanceOf(ProgramException.class)
        .hasMessageContainingAll("adapter.gguf", "missing");
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"adapter.gguf", "prompt_template.txt", "meta.json"})
  void refusesADirectoryWithoutOneOfTheThreeFiles(String name) throws Exception {
    Path directory = unpack("program");
    Path outside = temp.resolve("outside");
    Files.move(directory.resolve(name), outside);

    assertRefused(directory, name + "; it is missing");
    Files.createSymbolicLink(directory.resolve(name), outside);
    assertRefused(directory, "no links: file=" + name);
    Files.delete(directory.resolve(name));
    Files.createDirectory(directory.resolve(name));
    assertRefused(directory, "no links: file=" + name);
    Files.delete(directory.resolve(name));
    Files.createFile(directory.resolve(name));
    assertRefused(directory, "size=0");
  }

  @Test
  void refusesADirectoryThatIsALink() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("link"), unpack("program"));

    assertRefused(link, "must not be a link");
  }

  @Test
  void refusesWhatIsNotThere() {
    assertRefused(temp.resolve("none.paw"), "A program must exist: path=");
  }

  @ParameterizedTest
  @CsvSource({
    "'', size=0",
    "PK, size=2",
    "PAW\2 and more, 'the binary format of version 2'",
    "GGUF and more, 'an adapter alone is no program'",
    "PK\5\6 and more, members=0",
    "text, bytes=74657874",
  })
  void refusesOtherFilesNamingWhatWasFound(String content, String message) throws Exception {
    assertRefused(Files.writeString(temp.resolve("a.paw"), content), message);
  }

  private Path unpack(String name) throws Exception {
    Path directory = Files.createDirectory(temp.resolve(name));
    for (Map.Entry<String, byte[]> member : Fixtures.members("log").entrySet()) {
      Files.write(directory.resolve(member.getKey()), member.getValue());
    }
    return directory;
  }

  private static void assertRefused(Path path, String message) {
    assertThatThrownBy(() -> ProgramBundle.read(path))
        .isInstanceOf(ProgramException.class)
        .hasMessageContainingAll(path.toString(), message);
  }
}
