package io.pawstream.jobs;

import static io.pawstream.jobs.CommandLine.PROGRAMS;
import static io.pawstream.jobs.CommandLine.labelFiles;
import static io.pawstream.jobs.CommandLine.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pawstream.jobs.CommandLine.Shown;
import io.pawstream.jobs.internal.jobfile.BindingSpec;
import io.pawstream.jobs.internal.jobfile.FilesJob;
import io.pawstream.jobs.internal.jobfile.FilesSink;
import io.pawstream.jobs.internal.jobfile.FilesSource;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import io.pawstream.jobs.internal.jobfile.read.JobFileReader;
import io.pawstream.jobs.testing.JobSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Job files of {@code label-files}, and the JSON Schema that accepts and refuses the same. */
class LabelFilesJobTest {
  private static final ObjectMapper YAML = new YAMLMapper();

  @TempDir Path directory;
  private JobSchema schema;
  private String shown;

  @BeforeEach
  void read() throws IOException {
    schema = JobSchema.read("files-job.schema.json");
    Matcher block =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("..", "docs", "label-files.md")));
    assertThat(block.find()).isTrue();
    shown = block.group(1);
  }

  @Test
  void theJobOfTheGuideRunsAndFlagsChangeIt() throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.writeString(data.resolve("a.jsonl"), "{\"text\":\"fix it now\"}\n{\"id\":1}\n");
    Path job =
        file(
            shown
                .replace("programs/", PROGRAMS + "/")
                .replace("[data]", "[\"" + data + "\"]")
                .replace("path: labelled", "path: \"" + directory.resolve("labelled") + "\"")
                .replace("failed-rows: failed", "failed-rows: " + directory.resolve("failed")));

    Shown checked = labelFiles(job, "--check");
    assertThat(checked.status()).as(checked.err()).isZero();
    assertThat(directory.resolve("labelled")).doesNotExist();

    Shown run = labelFiles(job, "--flink.parallelism.default=2");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(rows(directory.resolve("failed/a.jsonl.failed.jsonl"))).hasSize(1);
    try (var partitions = Files.list(directory.resolve("labelled"))) {
      assertThat(partitions.map(path -> path.getFileName().toString()))
          .anyMatch(name -> name.matches("urgency=(immediate|wait)"));
    }

    Path one = directory.resolve("one.jsonl");
    Shown changed =
        labelFiles(
            job,
            "--source.files.paths=" + data.resolve("a.jsonl"),
            "--sink.files.path=" + one,
            "--sink.files.partition-by=null",
            "--sink.files.failed-rows=null",
            "--bindings.urgency.on-failure=null");
    assertThat(changed.status()).as(changed.err()).isZero();
    assertThat(rows(one)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "name | other",
        "source.files.paths | [a, b]",
        "source.files.format | parquet",
        "source.files.field | after.text",
        "sink.files.format | csv",
        "sink.files.compress | zstd",
        "sink.files.partition-by | site",
        "sink.files.failed-rows | null",
        "bindings.urgency.on-failure | fail",
      })
  void whatIsRightIsTakenByBoth(String key, String value) throws IOException {
    Path job = file(changed(key, value));
    assertThat(JobFileReader.read(FilesJob.class, job, Map.of()).name()).isNotBlank();
    assertThat(schema.rules().validate(YAML.readTree(job.toFile()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "source.files | null | source.files",
        "source.files.paths | [] | source.files.paths",
        "source.files.path | a | the nearest known key is paths",
        "source.files.format | orc | source.files.format=orc",
        "source.topics | in | source.topics",
        "sink.files.path | null | sink.files.path",
        "sink.files.format | text | sink.files.format=text",
        "sink.files.compress | lz4 | sink.files.compress=lz4",
        "bindings | {} | bindings=0",
        "bindings | {a b: {program: x.paw}} | the name of a binding",
        "flink | {paw.bindings.a.program: x.paw} | stand under bindings",
        "bindings.urgency.on-failure | dead-letter | sink.files.failed-rows takes rows",
      })
  void whatIsWrongIsRefusedByBoth(String key, String value, String told) throws IOException {
    Path job = file(changed(key, value));
    assertThatThrownBy(() -> JobFileReader.read(FilesJob.class, job, Map.of()))
        .isInstanceOf(JobFileException.class)
        .hasMessageContaining(told);
    assertThat(schema.rules().validate(YAML.readTree(job.toFile()))).isNotEmpty();
    Shown run = labelFiles(job);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("label-files: ").contains(told).hasLineCount(1);
  }

  @Test
  void theSchemaHasTheKeysOfTheRecords() {
    assertThat(schema.keys("")).isEqualTo(JobSchema.keys(FilesJob.class));
    assertThat(schema.keys("/properties/source/properties/files"))
        .isEqualTo(JobSchema.keys(FilesSource.class));
    assertThat(schema.keys("/properties/sink/properties/files"))
        .isEqualTo(JobSchema.keys(FilesSink.class));
    assertThat(schema.keys("/$defs/binding")).isEqualTo(JobSchema.keys(BindingSpec.class));
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("job.yaml"), yaml);
  }

  /** The job of the guide with one value changed, as a flag changes it. */
  private String changed(String key, String value) throws IOException {
    ObjectNode tree = (ObjectNode) YAML.readTree(shown);
    ObjectNode at = tree;
    String[] path = key.split("\\.");
    for (int i = 0; i < path.length - 1; i++) {
      at = (ObjectNode) at.get(path[i]);
    }
    at.set(path[path.length - 1], YAML.readTree(value));
    return YAML.writeValueAsString(tree);
  }
}
