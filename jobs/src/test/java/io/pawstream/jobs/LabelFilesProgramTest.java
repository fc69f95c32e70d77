package io.pawstream.jobs;

import static io.pawstream.jobs.CommandLine.EXAMPLES;
import static io.pawstream.jobs.CommandLine.label;
import static io.pawstream.jobs.CommandLine.labelFiles;
import static io.pawstream.jobs.CommandLine.program;
import static io.pawstream.jobs.CommandLine.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pawstream.jobs.CommandLine.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs with programs and interpreters other than usual. */
class LabelFilesProgramTest {
  private static final Path LOG = EXAMPLES.resolve("app.log");

  @TempDir Path directory;

  @Test
  void otherLabelsThanTheProgramsOwn() throws IOException {
    Path output = directory.resolve("out.jsonl");

    Shown shown =
        labelFiles(
            "--input",
            LOG,
            "--format",
            "text",
            "--program",
            program("log"), //
            "--labels",
            "log=page someone, ignore",
            "--output",
            output);

    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(rows(output))
        .extracting(row -> row.at("/paw/log/label").textValue())
        .allMatch(Set.of("page someone", "ignore")::contains);
    assertThat(shown.out()).contains("page someone", "ignore");
  }

  @Test
  void programsWithoutLabelsAnswerInText() throws IOException {
    Path input = directory.resolve("in.txt");
    Path output = directory.resolve("out.jsonl");
    Files.writeString(input, "Where is my order 4711?\n");

    Shown shown = label(input, output, "--format text --program order");

    assertThat(shown.status()).as(shown.err()).isZero();
    JsonNode entry = rows(output).get(0).at("/paw/order");
    assertThat(entry.get("text").isTextual()).isTrue();
    assertThat(entry.has("label")).isFalse();
    assertThat(shown.out()).containsPattern("\\(text\\) +1 ");
  }

  @Test
  void anInterpreterFileNamedHereIsPinnedHere() throws IOException {
    Path copy = directory.resolve("my interpreter.gguf");
    try (InputStream in =
        LabelFiles.class.getResourceAsStream("/META-INF/paw/interpreters/paw-tiny.gguf")) {
      Files.copy(in, copy);
    }
    Path output = directory.resolve("out.jsonl");

    Shown shown =
        labelFiles(
            "--input",
            LOG,
            "--format",
            "text",
            "--program",
            program("log"), //
            "--interpreter",
            copy,
            "--output",
            output);

    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(shown.err())
        .containsPattern("interpreter  .*/my interpreter\\.gguf  sha256:[0-9a-f]{64}\n");
    assertThat(rows(output)).hasSize(40);
  }

  @Test
  void anInterpreterOfAnotherDigestIsRefused() throws IOException {
    Path copy = Files.createFile(directory.resolve("other.gguf"));
    Path output = directory.resolve("out.jsonl");

    Shown shown =
        labelFiles(
            "--input",
            LOG,
            "--format",
            "text",
            "--program",
            program("log"), //
            "--interpreter",
            copy + "@sha256:" + "0".repeat(64),
            "--output",
            output);

    assertThat(shown.status()).isNotZero();
    assertThat(shown.err()).contains("other.gguf").doesNotContain("Exception");
    assertThat(output).doesNotExist();
  }
}
