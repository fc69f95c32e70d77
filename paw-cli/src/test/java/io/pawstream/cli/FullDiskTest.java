package io.pawstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.program.ProgramBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command in a process whose files may have so many bytes and no more: real writes that fail as
 * those to a full disk do.
 */
class FullDiskTest {
  private static final String UNLIMITED = "unlimited";

  /** In KiB: below a checkpoint, which is four times an adapter in F32, 1.2 MiB. */
  private static final String NO_CHECKPOINT = "1000";

  /** In KiB: below an adapter in F16, 157 KiB, and above the reports. */
  private static final String NO_PROGRAM = "100";

  @TempDir Path directory;
  private Path output;
  private Path examples;

  private record Shown(int status, String out, String err) {}

  @BeforeEach
  void files() throws IOException {
    StringBuilder csv = new StringBuilder("input,output\n");
    for (int i = 0; i < 24; i++) {
      csv.append(
          i % 2 == 0 ? "please send me number " + i + ",ask\n" : "hello number " + i + ",say\n");
    }
    examples = Files.writeString(directory.resolve("examples.csv"), csv);
    output = Files.createDirectories(directory.resolve("out")).resolve("kind.paw");
  }

  @Test
  void aCheckpointThatCannotBeWrittenLeavesNothing() throws Exception {
    // what native code and interpreters are unpacked to is there afterwards
    assertThat(compile(UNLIMITED).status()).isZero();
    byte[] older = Files.readAllBytes(output);
    List<String> before = names();

    Shown shown = compile(NO_CHECKPOINT, "--seed", "2");

    failed(shown);
    assertThat(shown.err()).contains("checkpoint=" + output + ".checkpoint");
    assertThat(names()).isEqualTo(before);
    assertThat(output).hasBinaryContent(older);
  }

  @Test
  void aProgramThatCannotBeWrittenKeepsTheOlderOneAndTheCheckpoint() throws Exception {
    Files.writeString(output, "older");
    // trained to the end, and then no place for the report
    Path report = Files.createDirectory(output.resolveSibling("kind.report.json"));
    failed(compile(UNLIMITED));
    Files.delete(report);
    List<String> before = names();
    assertThat(before).containsExactlyInAnyOrder("kind.paw", "kind.paw.checkpoint");

    Shown shown = compile(NO_PROGRAM, "--resume");

    failed(shown);
    assertThat(names()).isEqualTo(before);
    assertThat(output).hasContent("older");

    assertThat(compile(UNLIMITED, "--resume").status()).isZero();
    assertThat(ProgramBundle.read(output).meta().spec()).isEqualTo("Ask?");
    assertThat(names())
        .containsExactlyInAnyOrder("kind.paw", "kind.report.html", "kind.report.json");
  }

  @Test
  void anImportedAdapterThatCannotBeWrittenLeavesNothing() throws Exception {
    ProgramBundle urgency = ProgramBundle.read(Path.of("../programs/urgency.paw"));
    Path adapter = directory.resolve("adapter.gguf");
    urgency.writeAdapter(adapter);
    Path template = Files.writeString(directory.resolve("template.txt"), urgency.template().text());
    List<String> words =
        List.of(
            "import",
            "--quiet",
            "--adapter",
            adapter.toString(),
            "--template",
            template.toString(),
            "--interpreter",
            "paw-tiny",
            "-o",
            output.toString());
    assertThat(paw(UNLIMITED, words).status()).isZero();
    byte[] older = Files.readAllBytes(output);

    failed(paw(NO_PROGRAM, words));

    assertThat(names()).containsExactly("kind.paw");
    assertThat(output).hasBinaryContent(older);
  }

  @Test
  void resultsThatCannotBeShownAreAFailure() throws Exception {
    Shown shown = paw("0", List.of("--version"));

    assertThat(shown.status()).isEqualTo(1);
    assertThat(shown.out()).isEmpty();
    assertThat(shown.err()).startsWith("paw: standard output must be writable").hasLineCount(1);
  }

  /** Reads what never ends, and ends when nobody listens any more. */
  @Test
  void aReaderThatHasSeenEnoughIsNoFailure() throws Exception {
    Path status = directory.resolve("status");
    Path err = directory.resolve("err");
    String pipe =
        "yes 'No hurry' | \"$@\" 2>" + err + " | head -n 2; echo \"${PIPESTATUS[1]}\" >" + status;
    List<String> command = new ArrayList<>(List.of("bash", "-c", pipe, "bash"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dpaw.log.file=" + directory.resolve("log"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(PawCommand.class.getName(), "run", Cli.program("urgency").toString(), "--json"));
    Path out = directory.resolve("shown.out");
    Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(status).content().isEqualTo("141\n");
    assertThat(err).isEmptyFile();
    assertThat(Files.readAllLines(out)).hasSize(2).allMatch(line -> line.contains("\"label\":"));
  }

  private void failed(Shown shown) {
    assertThat(shown.status()).isEqualTo(1);
    assertThat(shown.out()).isEmpty();
    assertThat(shown.err())
        .hasLineCount(1)
        .startsWith("paw: The output must be writable: output=" + output + ", cause=")
        .endsWith("; make room or choose another place\n");
  }

  private Shown compile(String limit, String... more) throws Exception {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("compile", "--local", "--quiet", "--spec", "Ask?", "--threads", "1"));
    words.addAll(List.of("--epochs", "1", "--interpreter", "paw-tiny"));
    words.addAll(List.of("--examples", examples.toString(), "-o", output.toString()));
    words.addAll(Arrays.asList(more));
    return paw(limit, words);
  }

  /** {@code bash} counts in KiB, {@code sh} does not everywhere. */
  private Shown paw(String limit, List<String> words) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("bash", "-c", "ulimit -f \"$0\"; exec \"$@\"", limit));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // keeps a file of its own otherwise
    command.add("-XX:-UsePerfData");
    command.add("-Dpaw.log.file=" + directory.resolve("log"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(PawCommand.class.getName());
    command.addAll(words);
    Path out = directory.resolve("shown.out");
    Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
      return new Shown(
          process.exitValue(),
          Files.readString(out, UTF_8),
          // a line or two, which the pipe holds
          new String(process.getErrorStream().readAllBytes(), UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }

  /** Of all files beside the output, hidden ones too. */
  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(output.getParent())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
