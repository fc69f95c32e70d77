package io.pawstream.connect;

import static io.pawstream.connect.Fixtures.options;
import static io.pawstream.connect.Fixtures.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pawstream.runtime.program.ProgramBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Configurations that are refused, and by which option. */
class OptionsTest {

  static Stream<Arguments> wrong() {
    String urgency = program("urgency");
    return Stream.of(
        wrong("programs", "Missing required", "programs", null),
        wrong("programs", "at least one program", "programs", ""),
        wrong("programs", "nowhere.paw", "programs", "nowhere.paw"),
        wrong("programs", "name of its own", "programs", urgency + "," + urgency),
        wrong("programs", "a name of its own", "programs", urgency + ",urgency=" + urgency),
        wrong("programs", "pinned", "programs", urgency + "@sha256:" + "0".repeat(64)),
        wrong("programs", "with its version or digest", "programs", "acme/urgency"),
        wrong("programs", "run bin/paw pull", "programs", "acme/urgency@v3"),
        wrong("programs", "not by a network address", "programs", "https://example.org/a.paw"),
        wrong("programs", "letters, digits", "programs", program("../programs/none here")),
        wrong("label.set", "2 to 4096", "label.set", "one"),
        wrong("label.set", "different", "label.set", "one,one"),
        wrong("min.confidence", "", "min.confidence", "1.1"),
        wrong("min.confidence", "", "min.confidence", "-0.1"),
        wrong("max.tokens", "", "max.tokens", "0"),
        wrong("overflow", "[fail, head, tail, middle]", "overflow", "cut"),
        wrong("deadline.ms", "", "deadline.ms", "0"),
        wrong("input.field", "path=a..b", "input.field", "a..b"),
        wrong("input.field", "closed", "input.field", "`a.b"),
        wrong("input.header", "remove one", "input.header", "h", "input.field", "f"),
        wrong("output", "[header, field, none]", "output", "headers"),
        wrong("output", "must go somewhere", "output", "none"),
        wrong("output.field", "", "output.field", ""),
        wrong("output.topic", "must take a label", "output.topic", "fixed"),
        wrong("output.topic", "placeholder=other", "output.topic", "${other}"),
        wrong("output.topic", "placeholder=label.mood", "output.topic", "${label.mood}"),
        wrong("output.topic", "letters", "output.topic", "a/${label}"),
        wrong("output.topic", "249", "output.topic", "a".repeat(248) + "${label}"),
        wrong("output.topic", "free text", "output.topic", "${label}", "label.set", ""),
        wrong(
            "output.topic", "topic of its own", "output.topic", "${label}", "label.set", "a,b!,b?"),
        wrong(
            "output.topic",
            "single program",
            "output.topic",
            "${label}",
            "programs",
            urgency + "," + program("sentiment")),
        wrong("on.failure", "[fail, null, default-label, tag]", "on.failure", "skip"),
        wrong("default.label", "not set", "on.failure", "default-label"),
        wrong("default.label", "belongs to", "default.label", "wait"),
        wrong(
            "default.label",
            "labels=[immediate, wait]",
            "on.failure",
            "default-label",
            "default.label",
            "later"),
        wrong(
            "default.label",
            "free text",
            "on.failure",
            "default-label",
            "default.label",
            "later",
            "label.set",
            ""),
        wrong("on.null", "[keep, drop, failure]", "on.null", "evaluate"),
        wrong("interpreter", "with its digest", "interpreter", "/models/a.gguf"),
        wrong("engine.batch.tokens", "from 32 to 4096", "engine.batch.tokens", "31"),
        wrong("engine.max.sequences", "", "engine.max.sequences", "65"),
        wrong("max.poll.records", "", "max.poll.records", "0"));
  }

  private static Arguments wrong(String option, String message, String... set) {
    return arguments(option, message, set);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("wrong")
  void aWrongOptionIsNamed(String option, String message, String[] set) {
    Map<String, String> properties = options(set);
    Map<String, List<String>> errors = errors(PawTransform.CONFIG_DEF, properties);

    assertThat(errors).containsOnlyKeys(option);
    assertThat(String.join(" ", errors.get(option))).contains(message);
    assertThatThrownBy(() -> new PawTransform.Value<SinkRecord>().configure(properties))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void programsOfTheHubAreLookedForWhereTheyAreLoadedFrom(@TempDir Path cache) throws Exception {
    ProgramBundle urgency = ProgramBundle.read(Path.of(program("urgency")));
    String id = urgency.meta().programId();
    Path place = Files.createDirectories(cache.resolve("programs").resolve(id));
    try (ZipFile bundle = new ZipFile(program("urgency"))) {
      for (ZipEntry entry : bundle.stream().toList()) {
        Files.copy(bundle.getInputStream(entry), place.resolve(entry.getName()));
      }
    }
    Map<String, String> elsewhere = options("programs", "urgent=" + id);
    Map<String, String> there =
        options("programs", "urgent=" + id, "interpreter.cache.dir", cache.toString());

    assertThat(errors(PawTransform.CONFIG_DEF, elsewhere)).containsOnlyKeys("programs");
    assertThat(errors(PawTransform.CONFIG_DEF, there)).isEmpty();
    try (PawTransform.Value<SinkRecord> transform = new PawTransform.Value<>()) {
      transform.configure(there);
    }
  }

  private static Map<String, List<String>> errors(ConfigDef def, Map<String, String> properties) {
    return def.validate(properties).stream()
        .filter(value -> !value.errorMessages().isEmpty())
        .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
  }

  static Stream<Arguments> wrongOfThePredicate() {
    return Stream.of(
        wrong("program", "Missing required", "program", null),
        wrong("program", "nowhere.paw", "program", "nowhere.paw"),
        wrong("labels", "at least one", "labels", ""),
        wrong("labels", "label set=[immediate, wait]", "labels", "later"),
        wrong("labels", "free text", "program", program("order")),
        wrong("on.failure", "[fail, false, true]", "on.failure", "tag"),
        wrong("input.header", "remove one", "input.header", "h", "input.field", "f"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("wrongOfThePredicate")
  void aWrongOptionOfThePredicateIsNamed(String option, String message, String[] set) {
    Map<String, String> properties = new HashMap<>();
    properties.put("program", program("urgency"));
    properties.put("labels", "wait");
    for (int i = 0; i < set.length; i += 2) {
      properties.put(set[i], set[i + 1]);
    }
    properties.values().removeIf(value -> value == null);
    Map<String, List<String>> errors = errors(PawPredicate.CONFIG_DEF, properties);

    assertThat(errors).containsOnlyKeys(option);
    assertThat(String.join(" ", errors.get(option))).contains(message);
    assertThatThrownBy(() -> new PawPredicate<SinkRecord>().configure(properties))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void labelsAreRecommended() {
    Map<String, List<Object>> recommended =
        PawTransform.CONFIG_DEF.validate(options()).stream()
            .collect(Collectors.toMap(ConfigValue::name, ConfigValue::recommendedValues));

    assertThat(recommended.get("label.set")).containsExactly("immediate", "wait");
    assertThat(recommended.get("default.label")).containsExactly("immediate", "wait");
    assertThat(recommended.get("on.failure"))
        .containsExactly("fail", "null", "default-label", "tag");
    assertThat(recommended.get("interpreter")).contains("paw-tiny");
    assertThat(recommended.get("programs")).isEmpty();
  }

  @Test
  void optionsSpeakForThemselves() {
    for (ConfigDef def : List.of(PawTransform.CONFIG_DEF, PawPredicate.CONFIG_DEF)) {
      assertThat(def.configKeys().values())
          .allSatisfy(
              key -> {
                assertThat(key.documentation).endsWith(".");
                assertThat(key.group).isNotBlank();
                assertThat(key.displayName).isNotBlank();
                // Kafka adds options of these names to every transform
                assertThat(key.name).isNotIn("type", "plugin.version", "predicate", "negate");
              });
    }
  }
}
