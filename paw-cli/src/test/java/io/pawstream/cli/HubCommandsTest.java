package io.pawstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.cli.Cli.Shown;
import io.pawstream.runtime.program.ProgramBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code paw pull} and {@code paw login}, called in this process, without a hub. */
class HubCommandsTest {
  @TempDir Path home;
  private String before;

  @BeforeEach
  void moveHome() {
    before = System.setProperty("user.home", home.toString());
  }

  @AfterEach
  void moveBack() {
    System.setProperty("user.home", before);
  }

  @Test
  void aFileIsPreparedWithoutAConnection() throws IOException {
    Shown shown = Cli.run("pull", Cli.program("urgency"), "--offline");
    JsonNode json = Cli.run("prepare", Cli.program("urgency"), "--offline", "--json").json();

    String digest = ProgramBundle.read(Cli.program("urgency")).digest();
    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(shown.out()).contains("pinned", "@" + digest, "paw-tiny");
    assertThat(json.get(0).path("program").asText()).isEqualTo(digest);
    assertThat(json.get(0).path("pinned").asText()).endsWith("@" + digest);
    assertThat(Path.of(json.get(0).path("interpreter_file").asText())).isRegularFile();
  }

  @Test
  void whatIsNotHereIsNotFetchedOffline() {
    Shown pull = Cli.run("pull", "somebody/urgency@v2", "--offline");
    Shown run = Cli.run("inspect", "somebody/urgency@v2");

    assertThat(pull.status()).isEqualTo(1);
    assertThat(pull.err()).startsWith("paw: Offline, ").hasLineCount(1);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("paw pull somebody/urgency@v2");
    assertThat(Cli.run("list").out()).isEqualTo("No programs.\n");
  }

  @Test
  void programsTravelInAnArchive(@TempDir Path elsewhere) throws IOException {
    Path archive = elsewhere.resolve("programs.zip");
    Shown exported =
        Cli.run(
            "export", Cli.program("urgency"), Cli.program("sentiment"), "-o", archive, "--offline");

    System.setProperty("user.home", elsewhere.toString());
    JsonNode restored = Cli.run("restore", archive, "--json").json();
    Shown again = Cli.run("restore", archive);

    assertThat(exported.status()).as(exported.err()).isZero();
    assertThat(exported.out()).contains("In " + archive + ", ").doesNotContain("\u001b");
    String pinned = restored.get(0).path("pinned").asText();
    assertThat(pinned).endsWith("@" + ProgramBundle.read(Cli.program("urgency")).digest());
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.out()).contains(pinned);
    assertThat(Cli.run("list").out()).contains("immediate, wait").hasLineCount(3);
    assertThat(Cli.run("run", pinned, "The checkout is down").status()).isZero();
  }

  @Test
  void anArchiveThatCannotBeUsedLeavesNothing(@TempDir Path elsewhere) throws IOException {
    Shown nowhere =
        Cli.run("export", Cli.program("urgency"), "-o", elsewhere.resolve("none/programs.zip"));
    Shown notThere = Cli.run("export", "acme/thing@v1", "-o", elsewhere.resolve("a"), "--offline");
    Shown noFile = Cli.run("restore", elsewhere.resolve("programs.zip"));
    Shown noArchive = Cli.run("restore", Cli.program("urgency"));

    assertThat(nowhere.status()).isEqualTo(2);
    assertThat(nowhere.err()).contains("--output=").hasLineCount(1);
    assertThat(notThere.status()).isEqualTo(1);
    assertThat(notThere.err()).startsWith("paw: Offline, ").hasLineCount(1);
    assertThat(noFile.status()).isEqualTo(2);
    assertThat(noArchive.status()).isEqualTo(2);
    assertThat(noArchive.err()).contains("a .paw file needs no import").hasLineCount(1);
    assertThat(elsewhere).isEmptyDirectory();
    assertThat(Cli.run("list").out()).isEqualTo("No programs.\n");
  }

  @Test
  void theKeyIsKeptForThisUserAloneAndForgotten() throws IOException {
    Shown login = Cli.with("secret-key\n".getBytes(UTF_8), false, "login");

    Path file = home.resolve(".config/programasweights/config.json");
    assertThat(login.status()).as(login.err()).isZero();
    assertThat(login.out()).contains(file.toString()).doesNotContain("secret-key");
    assertThat(new ObjectMapper().readTree(file.toFile()).path("api_key").asText())
        .isEqualTo("secret-key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    assertThat(Cli.run("login", "--logout").status()).isZero();
    assertThat(new ObjectMapper().readTree(file.toFile()).has("api_key")).isFalse();

    assertThat(Cli.run("login").status()).isEqualTo(2);
    assertThat(Cli.with("a b\n".getBytes(UTF_8), false, "login").status()).isEqualTo(2);
    assertThat(Cli.with("a\n".getBytes(UTF_8), false, "login", "--api-url", "ftp:x").status())
        .isEqualTo(2);
  }
}
