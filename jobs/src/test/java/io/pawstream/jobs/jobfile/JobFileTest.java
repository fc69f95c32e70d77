package io.pawstream.jobs.jobfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pawstream.flink.PawConfigOptions;
import io.pawstream.jobs.internal.jobfile.BindingSpec;
import io.pawstream.jobs.internal.jobfile.FailureAction;
import io.pawstream.jobs.internal.jobfile.FieldPath;
import io.pawstream.jobs.internal.jobfile.JobFile;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import io.pawstream.jobs.internal.jobfile.RegistrySpec;
import io.pawstream.jobs.internal.jobfile.SinkSpec;
import io.pawstream.jobs.internal.jobfile.SourceSpec;
import io.pawstream.jobs.internal.jobfile.read.JobFileReader;
import io.pawstream.jobs.testing.JobSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Job files, and the JSON Schema that accepts and refuses the same. */
class JobFileTest {
  private static final String LEAST =
      """
      name: job
      source: {bootstrap-servers: "localhost:9092", topics: [in], format: json, field: text}
      bindings: {urgency: {program: urgency.paw}}
      sink: {topic: out, dead-letter-topic: dead}
      """;
  private static final String WITH_REGISTRY =
      """
      name: job
      source: {bootstrap-servers: "localhost:9092", topics: [in], format: avro, field: text}
      bindings: {urgency: {program: urgency.paw}}
      sink: {topic: out, format: avro, encoding: registry}
      registry: {url: "http://localhost:8081"}
      """;
  private static final ObjectMapper YAML = new YAMLMapper();

  private static JobSchema schema;

  @TempDir private Path folder;

  @BeforeAll
  static void read() throws IOException {
    schema = JobSchema.read("job.schema.json");
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("examples"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theExamplesFit(Path example) throws IOException {
    assertThat(JobFileReader.read(example, Map.of()).bindings()).isNotEmpty();
    assertThat(schema.rules().validate(YAML.readTree(example.toFile()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "name | other",
        "source.topics | in",
        "source.topics | [a, b]",
        "source.group | 7",
        "source.start | latest",
        "source.end | latest",
        "source.properties.max.poll.records | 10",
        "sink.delivery | at-least-once",
        "sink.format | avro",
        "sink.format | field",
        "sink.encoding | null",
        "sink.review-topic | review",
        "bindings.urgency.labels | [1, 2]",
        "bindings.urgency.labels | []",
        "bindings.urgency.min-confidence | 1",
        "bindings.urgency.deadline | 30 s",
        "bindings.urgency.max-input-bytes | 8 kb",
        "bindings.urgency.scores | true",
        "flink.parallelism.default | 2",
      })
  void whatIsRightIsTakenByBoth(String key, String value) throws IOException {
    assertThat(JobFileReader.read(file(), Map.of(key, value)).name()).isNotBlank();
    assertThat(schema.rules().validate(changed(key, value))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "name | ' ' | name",
        "nam | job | the nearest known key is name",
        "source.topcis | in | key=source.topcis; the nearest known key is topics",
        "source.topics | [] | source.topics",
        "source.topics | {a: 1} | source.topics",
        "source.start | earlyest | source.start=earlyest; the nearest of",
        "source.end | 1 | source.end",
        "source.field | null | source.field",
        "source.format | text | source.field needs JSON",
        "source.encoding | single-object | source.encoding needs Avro: source.format=json",
        "source.schema | a.avsc | source.schema needs Avro: source.format=json",
        "source.format | avro | source.encoding=registry needs a registry",
        "source.properties | [a] | source.properties",
        "sink.encoding | binary | sink.encoding needs sink.format=avro",
        "sink.subject | labelled | sink.subject and sink.register need sink.encoding=registry",
        "sink.register | false | sink.subject and sink.register need sink.encoding=registry",
        "registry.url | http://localhost:8081 | a registry is for Avro",
        "sink.topic | null | sink.topic",
        "sink.delivery | exactly_once | the nearest of [exactly-once, at-least-once] is"
            + " exactly-once",
        "sink.field | paw | sink.field needs sink.format=field",
        "bindings | {} | bindings=0",
        "bindings.a b.program | x.paw | binding=a b",
        "bindings.urgency.program | null | program",
        "bindings.urgency.min-confidance | 1 | the nearest known key is min-confidence",
        "bindings.urgency.min-confidence | 2 | minConfidence=2",
        "bindings.urgency.min-confidence | high | key=bindings.urgency.min-confidence",
        "bindings.urgency.max-tokens | 0 | maxTokens=0",
        "bindings.urgency.max-tokens | 1.5 | bindings.urgency.max-tokens",
        "bindings.urgency.overflow | left | overflow=left",
        "bindings.urgency.scores | maybe | bindings.urgency.scores",
        "bindings.urgency.on-failure | drop | bindings.urgency.on-failure=drop",
        "bindings.urgency.on-failure | default-label | default-label",
        "bindings.urgency.default-label | wait | default-label",
        "flink.paw.bindings.a.program | x.paw | stand under bindings",
      })
  void whatIsWrongIsRefusedByBoth(String key, String value, String told) throws IOException {
    assertThatThrownBy(() -> JobFileReader.read(file(), Map.of(key, value)))
        .isInstanceOf(JobFileException.class)
        .hasMessageContaining(told);
    assertThat(schema.rules().validate(changed(key, value))).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "registry.url | https://registry.example/apis/ccompat/v7/",
        "registry.token | secret",
        "registry.retries | 0",
        "registry.timeout | 3 s",
        "source.encoding | registry",
        "sink.encoding | registry",
        "sink.encoding | single-object",
        "sink.subject | labelled",
        "sink.register | false",
        "sink | {topic: out}",
        "source | {bootstrap-servers: 'a:1', topics: in, format: avro, field: text, schema:"
            + " a.avsc}",
      })
  void aRegistryThatIsRightIsTakenByBoth(String key, String value) throws IOException {
    assertThat(JobFileReader.read(file(WITH_REGISTRY), Map.of(key, value)).registry()).isNotNull();
    assertThat(schema.rules().validate(changed(WITH_REGISTRY, key, value))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "registry | null | source.encoding=registry needs a registry",
        "registry.url | null | key=registry.url",
        "registry.url | localhost:8081 | registry.url must be http or https",
        "registry.url | http://me:secret@localhost:8081 | without names and passwords",
        "registry.password | secret | registry.password needs registry.username",
        "registry.retries | -1 | registry.retries=-1",
        "registry.usrname | me | the nearest known key is username",
        "source.encoding | single-object | source.encoding=single-object, source.schema=[]",
        "source.encoding | binary | source.encoding=binary, source.schema=[]",
        "source.encoding | avro | source.encoding=avro; the nearest of",
        "source.field | null | source.field",
        "sink.format | headers | sink.encoding needs sink.format=avro",
        "sink | {topic: out, register: true} | sink.subject and sink.register need",
        "source.schema | a.avsc | a registry is for Avro",
      })
  void aRegistryThatIsWrongIsRefusedByBoth(String key, String value, String told)
      throws IOException {
    String before =
        key.equals("source.schema")
            ? WITH_REGISTRY.replace("encoding: registry", "encoding: single-object")
            : WITH_REGISTRY;
    assertThatThrownBy(() -> JobFileReader.read(file(before), Map.of(key, value)))
        .isInstanceOf(JobFileException.class)
        .hasMessageContaining(told)
        .hasMessageNotContaining("me:secret");
    assertThat(schema.rules().validate(changed(before, key, value))).isNotEmpty();
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        Arguments.of(
            LEAST
                .replace(", format: json, field: text", "")
                .replace("topic: out", "topic: out, format: field"),
            "sink.format=field writes into JSON"),
        Arguments.of(
            LEAST.replace(
                "format: json", "format: avro, encoding: binary, schema: [a.avsc, b.avsc]"),
            "binary takes exactly one"),
        Arguments.of(
            LEAST.replace("format: json", "format: avro, encoding: registry, schema: a.avsc"),
            "source.encoding=registry, source.schema=[a.avsc]"),
        Arguments.of(
            WITH_REGISTRY.replace("\"}", "\", username: me, token: secret}"), "remove one"),
        Arguments.of(
            LEAST.replace("topic: out, dead-letter-topic: dead", "topic: out, format: field"),
            "sink.format=field needs sink.dead-letter-topic"),
        Arguments.of(
            LEAST
                .replace(", dead-letter-topic: dead", "")
                .replace("urgency.paw", "urgency.paw, on-failure: dead-letter"),
            "dead letters need a topic: binding=urgency"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void contradictionsAreRefusedByBoth(String yaml, String told) throws IOException {
    assertThatThrownBy(() -> JobFileReader.parse(yaml)).hasMessageContaining(told);
    assertThat(schema.rules().validate(YAML.readTree(yaml))).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "source.field | after.",
        "source.field | `a",
        "bindings.urgency.deadline | soon",
        "bindings.urgency.max-input-bytes | 3 gb",
      })
  void valuesThatNoSchemaSeesAreRefused(String key, String value) throws IOException {
    Path file = file();
    assertThatThrownBy(() -> JobFileReader.read(file, Map.of(key, value)))
        .isInstanceOf(JobFileException.class);
  }

  @Test
  void textThatIsNoJobFileIsRefused() {
    assertThatThrownBy(() -> JobFileReader.parse("name: [a")).hasMessageContaining("must be YAML");
    assertThatThrownBy(() -> JobFileReader.parse("name: a\nname: b\n"))
        .hasMessageContaining("must be YAML")
        .hasMessageContaining("line=2");
    assertThatThrownBy(() -> JobFileReader.parse("- a")).hasMessageContaining("keys and values");
    assertThatThrownBy(() -> JobFileReader.read(folder.resolve("none.yaml"), Map.of()))
        .hasMessageContaining("none.yaml");
  }

  @Test
  void whatIsNotGivenHasItsUsualValue() {
    JobFile job = JobFileReader.parse(LEAST);
    assertThat(job.group()).isEqualTo("job");
    assertThat(job.transactionalIdPrefix()).isEqualTo("job");
    assertThat(job.sinkServers()).isEqualTo("localhost:9092");
    assertThat(job.onFailure(job.bindings().get("urgency"))).isEqualTo(FailureAction.DEAD_LETTER);
    JobFile without = JobFileReader.parse(LEAST.replace(", dead-letter-topic: dead", ""));
    assertThat(without.onFailure(without.bindings().get("urgency"))).isEqualTo(FailureAction.TAG);
  }

  @Test
  void theSchemaHasTheKeysOfTheRecords() {
    assertThat(schema.keys("")).isEqualTo(JobSchema.keys(JobFile.class));
    assertThat(schema.keys("/properties/source")).isEqualTo(JobSchema.keys(SourceSpec.class));
    assertThat(schema.keys("/properties/sink")).isEqualTo(JobSchema.keys(SinkSpec.class));
    assertThat(schema.keys("/properties/registry")).isEqualTo(JobSchema.keys(RegistrySpec.class));
    assertThat(schema.keys("/$defs/binding")).isEqualTo(JobSchema.keys(BindingSpec.class));
  }

  /** A binding is the same in a job file and in Flink's configuration. */
  @Test
  void aBindingHasTheKeysOfTheConfiguration() {
    TreeSet<String> keys = new TreeSet<>();
    PawConfigOptions.bindingOptions("x")
        .forEach(o -> keys.add(o.key().substring(PawConfigOptions.BINDINGS_PREFIX.length() + 2)));
    assertThat(keys.remove("side-output")).isTrue();
    assertThat(JobSchema.keys(BindingSpec.class)).isEqualTo(keys);
  }

  static Stream<Arguments> paths() {
    return Stream.of(
        Arguments.of("text", List.of("text")),
        Arguments.of("after.text", List.of("after", "text")),
        Arguments.of("`a.b`.text", List.of("a.b", "text")),
        Arguments.of("a.`b\\`.c`", List.of("a", "b`.c")),
        Arguments.of("a`b", List.of("a`b")));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void pathsAreSpelledAsInKafkaConnect(String path, List<String> names) {
    assertThat(FieldPath.parse("source.field", path).names()).isEqualTo(names);
  }

  private Path file() throws IOException {
    return file(LEAST);
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("job.yaml"), yaml, UTF_8);
  }

  /** {@link #LEAST} with one value changed. */
  private static JsonNode changed(String key, String value) throws IOException {
    return changed(LEAST, key, value);
  }

  private static JsonNode changed(String yaml, String key, String value) throws IOException {
    Map<String, Object> tree = YAML.readerForMapOf(Object.class).readValue(yaml);
    List<String> path =
        key.startsWith("flink.")
            ? List.of("flink", key.substring(6))
            : key.startsWith("source.properties.")
                ? List.of("source", "properties", key.substring(18))
                : List.of(key.split("\\."));
    Map<String, Object> at = tree;
    for (String name : path.subList(0, path.size() - 1)) {
      at = child(at, name);
    }
    at.put(path.get(path.size() - 1), YAML.readValue(value, Object.class));
    return YAML.valueToTree(tree);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> child(Map<String, Object> map, String name) {
    return (Map<String, Object>) map.computeIfAbsent(name, none -> new LinkedHashMap<>());
  }
}
