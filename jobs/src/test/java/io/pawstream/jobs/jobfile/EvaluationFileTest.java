package io.pawstream.jobs.jobfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pawstream.jobs.EvaluateProgram;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import io.pawstream.jobs.internal.jobfile.evaluation.EvaluatedProgram;
import io.pawstream.jobs.internal.jobfile.evaluation.EvaluationFile;
import io.pawstream.jobs.internal.jobfile.evaluation.EvaluationSource;
import io.pawstream.jobs.internal.jobfile.evaluation.ReportSpec;
import io.pawstream.jobs.internal.jobfile.read.JobFileReader;
import io.pawstream.jobs.testing.JobSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Job files of evaluations, the JSON Schema that accepts and refuses the same, and the guide. */
class EvaluationFileTest {
  private static final Path EXAMPLE = Path.of("evaluations", "urgency.yaml");
  private static final Path GUIDE = Path.of("..", "docs", "evaluate.md");
  private static final String MESSAGES = "../examples/messages.jsonl";
  private static final ObjectMapper YAML = new YAMLMapper();

  private static JobSchema schema;

  @TempDir private Path folder;

  @BeforeAll
  static void read() throws IOException {
    schema = JobSchema.read("evaluation.schema.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "name | other",
        "source.files | [a.jsonl, b.jsonl]",
        "source.format | csv",
        "program.labels | [a, b]",
        "program.overflow | tail",
        "program.reference | owner/slug@v2",
        "report.inputs | true",
        "report.rows | null",
        "report.at-least | 1",
        "flink.parallelism.default | 2",
      })
  void whatIsRightIsTakenByBoth(String key, String value) throws IOException {
    assertThat(read(key, value).program().options().scores()).isTrue();
    assertThat(schema.rules().validate(changed(key, value))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "source.files | [] | source.files",
        "source.expected | null | key=source.expected",
        "source.format | text | the nearest of [jsonl, csv]",
        "source.fields | a | the nearest known key is field",
        "program.reference | null | key=program.reference",
        "program.max-tokens | 0 | maxTokens=0",
        "report.json | null | key=report.json",
        "report.at-least | 2 | report.at-least=2",
        "report.accuracy-goal | -0.1 | report.accuracy-goal=-0.1",
        "report.threshold | 1 | report.threshold; the nearest known key",
        "flink.execution.runtime-mode | STREAMING | in Flink's batch mode",
        "flink.paw.bindings.a.program | x.paw | an evaluation asks one program",
      })
  void whatIsWrongIsRefusedByBoth(String key, String value, String told) throws IOException {
    assertThatThrownBy(() -> read(key, value))
        .isInstanceOf(JobFileException.class)
        .hasMessageContaining(told);
    assertThat(schema.rules().validate(changed(key, value))).isNotEmpty();
  }

  @Test
  void whatNoSchemaSeesIsRefused() {
    assertThatThrownBy(() -> read("program.reference", "owner/slug"))
        .isInstanceOf(JobFileException.class)
        .hasMessageContaining("program.reference=owner/slug may move");
    assertThatThrownBy(
            () ->
                JobFileReader.read(
                    EvaluationFile.class,
                    EXAMPLE,
                    Map.of("report.inputs", "true", "report.rows", "null")))
        .hasMessageContaining("report.inputs needs report.rows");
  }

  @Test
  void theSchemaAndTheGuideHaveTheKeysOfTheRecords() throws IOException {
    TreeSet<String> real = new TreeSet<>();
    JobSchema.keys(EvaluationFile.class).stream()
        .filter(key -> !List.of("source", "program", "report").contains(key))
        .forEach(real::add);
    Map.of(
            "source", EvaluationSource.class,
            "program", EvaluatedProgram.class,
            "report", ReportSpec.class)
        .forEach(
            (name, type) -> {
              assertThat(schema.keys("/properties/" + name)).isEqualTo(JobSchema.keys(type));
              JobSchema.keys(type).forEach(key -> real.add(name + "." + key));
            });
    assertThat(JobSchema.told(GUIDE)).isEqualTo(real);
  }

  @Test
  void theExampleFitsAndIsTheOneOfTheGuide() throws IOException {
    assertThat(schema.rules().validate(YAML.readTree(EXAMPLE.toFile()))).isEmpty();
    String guide = Files.readString(GUIDE, UTF_8);
    String block = guide.substring(guide.indexOf("```yaml\n") + 8);
    Path shown =
        Files.writeString(folder.resolve("shown.yaml"), block.substring(0, block.indexOf("```")));
    assertThat(JobFileReader.read(EvaluationFile.class, shown, Map.of()))
        .isEqualTo(JobFileReader.read(EvaluationFile.class, EXAMPLE, Map.of()));
  }

  static Stream<String> commands() throws IOException {
    return Pattern.compile("(?m)^bin/evaluate-program (.*)$")
        .matcher(Files.readString(GUIDE, UTF_8))
        .results()
        .map(command -> command.group(1));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandOfTheGuideIsInOrder(String words) {
    String[] args =
        (words + " --check")
            .replace("jobs/", "../jobs/")
            .replace("examples/", "../examples/")
            .replace("../jobs/evaluations/urgency.yaml", EXAMPLE + " --source.files=" + MESSAGES)
            .replace("'", "")
            .split(" ");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = EvaluateProgram.run(System.out, new PrintStream(err, true, UTF_8), args);
    assertThat(status).as(err.toString(UTF_8)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--check | a job file must have the key: key=source",
        "evaluations/urgency.yaml | a file to evaluate with must exist",
        "evaluations/urgency.yaml --flink.paw.engine.lane=1 --source.files=pom.xml |"
            + " paw.engine.lanes",
      })
  void whatCannotBeUsedStartsNothing(String words, String told) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        EvaluateProgram.run(System.out, new PrintStream(err, true, UTF_8), words.split(" "));
    assertThat(status).isEqualTo(2);
    assertThat(err.toString(UTF_8)).startsWith("evaluate-program: ").contains(told);
  }

  private EvaluationFile read(String key, String value) {
    return JobFileReader.read(EvaluationFile.class, EXAMPLE, Map.of(key, value));
  }

  private static JsonNode changed(String key, String value) throws IOException {
    ObjectNode tree = (ObjectNode) YAML.readTree(EXAMPLE.toFile());
    int dot = key.indexOf('.');
    String name = dot < 0 ? key : key.substring(dot + 1);
    ObjectNode at = dot < 0 ? tree : tree.withObject("/" + key.substring(0, dot));
    at.set(name, YAML.readTree(value));
    return tree;
  }
}
