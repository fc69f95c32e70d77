package io.pawstream.runtime.store;

import static io.pawstream.runtime.store.StoreFixture.URGENCY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.runtime.hub.HubOptions;
import io.pawstream.runtime.hub.ProgressListener;
import io.pawstream.runtime.interpreter.InterpreterException;
import io.pawstream.runtime.interpreter.KnownInterpreter;
import io.pawstream.runtime.program.CalibrationFile;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.program.Threshold;
import io.pawstream.runtime.testing.Fixtures;
import io.pawstream.runtime.testing.TestHub;
import io.pawstream.runtime.testing.ZipWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveTest {
  private static final String MINI = "94cae81a182723b85cdf";

  private Path temp;
  private Path archive;
  private StoreFixture fixture;
  private ProgramStore here;
  private ProgramStore there;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    temp = directory;
    archive = temp.resolve("programs.zip");
    fixture = new StoreFixture(temp.resolve("here"));
    fixture.resolve("acme%2Furgency%40v1", URGENCY);
    here = ProgramStore.open(fixture.options().withAllowedRuntimes(Set.of("mini-q8_0")));
    there =
        ProgramStore.open(
            StoreOptions.at(temp.resolve("there"))
                .withOffline(true)
                .withHub(HubOptions.DEFAULT)
                .withAllowedRuntimes(Set.of("mini-q8_0")));
  }

  @AfterEach
  void stop() {
    here.close();
    there.close();
    fixture.close();
  }

  @Test
  void programsAndTheirInterpreterTravelInOneFile() throws Exception {
    serveMini();

    List<Prepared> out = export("acme/urgency@v1", MINI);
    List<Prepared> in = there.importFrom(archive, ProgressListener.NONE);

    assertThat(in).extracting("pinned").isEqualTo(out.stream().map(Prepared::pinned).toList());
    assertThat(there.find("acme/urgency@v1")).isPresent();
    Path mini = temp.resolve("there/base_models/mini.gguf");
    assertThat(in).extracting(Prepared::interpreterFile).contains(mini);
    assertThat(mini).hasBinaryContent(Fixtures.interpreter());
    assertThat(there.prepare(List.of("acme/urgency@v1", MINI), ProgressListener.NONE)).hasSize(2);
    assertThat(there.importFrom(archive, ProgressListener.NONE)).isEqualTo(in);
    assertThat(temp).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void equalProgramsMakeEqualArchives() throws Exception {
    export(URGENCY);
    byte[] first = Files.readAllBytes(archive);
    export(URGENCY);

    assertThat(archive).hasBinaryContent(first);
  }

  @Test
  void aProgramOfAFileTravelsToo() {
    export(Fixtures.PROGRAMS.resolve("log.paw").toString());

    Prepared in = there.importFrom(archive, ProgressListener.NONE).get(0);

    assertThat(there.find(in.pinned())).contains(in.program());
  }

  @Test
  void whatIsKeptBesideAProgramTravelsToo() throws Exception {
    Path file = Files.copy(Fixtures.PROGRAMS.resolve("log.paw"), temp.resolve("log.paw"));
    ProgramBundle program = ProgramBundle.read(file);
    export(file.toString());
    there.importFrom(archive, ProgressListener.NONE);
    CalibrationFile.store(program, new Threshold(program.labels(), 1, 0.5, 0.9, 0.8, 10));
    export(file.toString());

    ProgramBundle in = there.importFrom(archive, ProgressListener.NONE).get(0).program();
    assertThat(CalibrationFile.thresholds(in)).hasSize(1);
    CalibrationFile.store(in, new Threshold(in.labels(), 1, 0.75, 0.9, 0.8, 10));
    there.importFrom(archive, ProgressListener.NONE);
    assertThat(CalibrationFile.thresholds(in).get(0).minConfidence()).isEqualTo(0.75);

    try (ProgramStore third =
        ProgramStore.open(there.options().withCacheDir(temp.resolve("third")))) {
      in = third.importFrom(archive, ProgressListener.NONE).get(0).program();
      assertThat(CalibrationFile.thresholds(in).get(0).minConfidence()).isEqualTo(0.5);
    }
  }

  @Test
  void anotherProgramOfTheSameIdIsNotReplaced() throws Exception {
    export(URGENCY);
    Path other = temp.resolve("other.zip");
    fixture.serve(URGENCY, StoreFixture.bundle(meta -> meta.putArray("labels").add("a").add("b")));
    try (ProgramStore second =
        ProgramStore.open(fixture.options().withCacheDir(temp.resolve("2")))) {
      second.exportTo(other, List.of(URGENCY), ProgressListener.NONE);
    }
    there.importFrom(archive, ProgressListener.NONE);

    assertThatThrownBy(() -> there.importFrom(other, ProgressListener.NONE))
        .isInstanceOf(ProgramException.class)
        .hasMessageContainingAll(URGENCY, "delete");
  }

  @ParameterizedTest
  @CsvSource({
    "programs/b39ce420fa29431cafcf/prompt_template.txt, X, X{INPUT_PLACEHOLDER}, digest",
    "paw-archive.json, '\"version\" : 1', '\"version\" : 2', version must be 1",
    "paw-archive.json, b39ce420fa29431cafcf, ../../../../x, id must be",
    "paw-archive.json, sha256:, sha255:, digest must be",
    "paw-archive.json, '\"slug\"', '\"slug', JSON",
  })
  void aChangedArchiveIsRefused(String member, String from, String to, String message)
      throws Exception {
    export(URGENCY);
    List<ZipWriter.Member> members = members();
    members.replaceAll(
        m ->
            m.name().equals(member)
                ? ZipWriter.Member.of(
                    member,
                    (member.endsWith(".txt") ? to : new String(m.data(), UTF_8).replace(from, to))
                        .getBytes(UTF_8))
                : m);
    Files.write(archive, ZipWriter.write(members));

    assertRefused(message);
  }

  @Test
  void membersAreThoseThatAreListed() throws Exception {
    export(URGENCY);
    List<ZipWriter.Member> members = members();

    List<ZipWriter.Member> more = new ArrayList<>(members);
    more.add(ZipWriter.Member.of("../evil", new byte[1]));
    Files.write(archive, ZipWriter.write(more));
    assertRefused("member=../evil");

    List<ZipWriter.Member> twice = new ArrayList<>(members);
    twice.add(members.get(1));
    Files.write(archive, ZipWriter.write(twice));
    assertThatThrownBy(() -> there.importFrom(archive, ProgressListener.NONE))
        .isInstanceOf(RuntimeException.class);

    Files.write(archive, ZipWriter.write(members.subList(0, members.size() - 1)));
    assertRefused("missing=programs/");

    Files.write(archive, StoreFixture.urgency());
    assertRefused("needs no import");

    Files.writeString(archive, "no archive");
    assertThatThrownBy(() -> there.importFrom(archive, ProgressListener.NONE))
        .hasMessageContaining("readable ZIP");
    assertThat(there.list()).isEmpty();
  }

  @Test
  void anInterpreterMustBePinned() throws Exception {
    serveMini();
    export(MINI);

    try (ProgramStore strict = ProgramStore.open(there.options().withAllowedRuntimes(Set.of()))) {
      assertThatThrownBy(() -> strict.importFrom(archive, ProgressListener.NONE))
          .isInstanceOf(InterpreterException.class)
          .hasMessageContaining("mini-q8_0");
    }
    List<ZipWriter.Member> members = members();
    byte[] other = Fixtures.interpreter();
    other[other.length / 2] ^= 1;
    members.replaceAll(
        m ->
            m.name().endsWith(".gguf") && m.name().startsWith("base")
                ? ZipWriter.Member.of(m.name(), other)
                : m);
    Files.write(archive, ZipWriter.write(members));
    assertThatThrownBy(() -> there.importFrom(archive, ProgressListener.NONE))
        .isInstanceOf(InterpreterException.class)
        .hasMessageContaining("pinned digest");
    assertThat(temp.resolve("there/base_models")).isEmptyDirectory();
  }

  private void serveMini() throws IOException {
    byte[] model = Fixtures.interpreter();
    String manifest =
        """
        {"runtime_id": "mini-q8_0", "manifest_version": 1, "interpreter": "acme/mini",
         "adapter_format": "gguf_lora", "local_sdk": {"supported": true, "n_ctx": 512,
           "base_model": {"file": "mini.gguf", "url": "%s/mini.gguf", "size_bytes": %d,
                          "sha256": "%s"}}}
        """
            .formatted(fixture.hub.url(), model.length, KnownInterpreter.PAW_TINY.sha256());
    fixture.hub.on("GET /mini.gguf", TestHub.file(model));
    fixture.serve(
        MINI,
        StoreFixture.bundle(
            meta -> {
              meta.put("program_id", MINI);
              meta.put("interpreter", "acme/mini");
              meta.put("runtime_id", "mini-q8_0");
              try {
                meta.set("runtime", new ObjectMapper().readTree(manifest));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }));
  }

  private List<Prepared> export(String... references) {
    return here.exportTo(archive, List.of(references), ProgressListener.NONE);
  }

  private List<ZipWriter.Member> members() throws IOException {
    List<ZipWriter.Member> members = new ArrayList<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        members.add(ZipWriter.Member.of(entry.getName(), zip.getInputStream(entry).readAllBytes()));
      }
    }
    return members;
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> there.importFrom(archive, ProgressListener.NONE))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining(message);
    assertThat(there.list()).isEmpty();
  }
}
