package io.pawstream.flink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.flink.Binding;
import io.pawstream.flink.OnFailure;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.Overflow;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.engine.Weights;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PawConfigurationTest {
  private static final String DIGEST = "sha256:" + "0a".repeat(32);

  private static Configuration configuration(String... keysAndValues) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return Configuration.fromMap(map);
  }

  @Test
  void readsEveryOptionOfABinding() {
    List<Binding> bindings =
        PawConfiguration.bindings(
            configuration(
                "paw.bindings.triage.program", "acme/triage@v2",
                "paw.bindings.triage.labels", "[billing, bug, other]",
                "paw.bindings.triage.on-failure", "default-label",
                "paw.bindings.triage.default-label", "other",
                "paw.bindings.triage.min-confidence", "0.5",
                "paw.bindings.triage.max-tokens", "32",
                "paw.bindings.triage.overflow", "middle",
                "paw.bindings.triage.deadline", "10 s",
                "paw.bindings.triage.max-input-bytes", "2kb",
                "paw.bindings.triage.scores", "true",
                "pipeline.name", "not ours"));

    assertThat(bindings)
        .containsExactly(
            new Binding(
                "triage",
                "acme/triage@v2",
                new ProgramOptions(
                    List.of("billing", "bug", "other"),
                    32,
                    Overflow.MIDDLE,
                    2048,
                    Duration.ofSeconds(10),
                    true),
                OnFailure.defaultLabel("other"),
                0.5));
  }

  @Test
  void sortsBindingsByNameAndGivesThemTheUsualDefaults() {
    assertThat(
            PawConfiguration.bindings(
                configuration(
                    "paw.bindings.b.program", "x.paw",
                    "paw.bindings.a.v2.program", "y.paw",
                    "paw.bindings.c.program", "z.paw",
                    "paw.bindings.c.labels", "yes;no",
                    "paw.bindings.c.on-failure", "FAIL")))
        .containsExactly(
            Binding.of("a.v2", "y.paw"),
            Binding.of("b", "x.paw"),
            Binding.of("c", "z.paw")
                .withOptions(ProgramOptions.DEFAULT.withLabels(List.of("yes", "no")))
                .withOnFailure(OnFailure.fail()));
  }

  @ParameterizedTest
  @CsvSource({
    "tag, paw-failures, Tag[]",
    "null, paw-failures, NullAnswer[]",
    "fail, paw-failures, Fail[]",
    "side-output, paw-failures, SideOutput[id=paw-failures]",
  })
  void knowsEveryPolicy(String code, String unused, String policy) {
    assertThat(
            PawConfiguration.bindings(
                    configuration(
                        "paw.bindings.a.program", "x.paw", "paw.bindings.a.on-failure", code))
                .get(0)
                .onFailure()
                .toString())
        .isEqualTo(policy);
  }

  @Test
  void namesTheSideOutput() {
    assertThat(
            PawConfiguration.bindings(
                    configuration(
                        "paw.bindings.a.program", "x.paw",
                        "paw.bindings.a.on-failure", "side-output",
                        "paw.bindings.a.side-output", "dead"))
                .get(0)
                .onFailure())
        .isEqualTo(new OnFailure.SideOutput("dead"));
  }

  @ParameterizedTest
  @CsvSource({
    "paw.engine.lane, paw.engine.lanes",
    "paw.interpreter-cache-dir, paw.interpreter.cache-dir",
    "paw.async.timout, paw.async.timeout",
    "paw.bindings.triage.label, paw.bindings.triage.labels",
    "paw.bindings.triage.on_failure, paw.bindings.triage.on-failure",
    "paw.bindings.program, paw.bindings.<name>.program",
    "paw.binding.triage.program, paw.bindings.<name>.program",
  })
  void refusesAKeyItDoesNotKnowAndNamesTheNearest(String key, String nearest) {
    assertThatThrownBy(() -> PawConfiguration.bindings(configuration(key, "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key=" + key)
        .hasMessageEndingWith(" " + nearest);
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "labels                     | []     | on-failure    | default-label | default-label",
        "on-failure                 | retry  | max-tokens    | 1             | retry",
        "default-label              | other  | max-tokens    | 1             | another on-failure",
        "side-output                | dead   | on-failure    | tag           | another on-failure",
        "max-tokens                 | none   | on-failure    | tag           | max-tokens",
        "max-tokens                 | 0      | on-failure    | tag           | maxTokens=0",
        "overflow                   | cut    | on-failure    | tag           | overflow=cut",
        "deadline                   | soon   | on-failure    | tag           | deadline",
        "max-input-bytes            | 3gb    | on-failure    | tag           | max-input-bytes",
        "min-confidence             | 2      | on-failure    | tag           | minConfidence=2",
      })
  void saysWhichValueIsWrong(
      String key, String value, String otherKey, String otherValue, String message) {
    Configuration wrong =
        configuration(
            "paw.bindings.a.program",
            "x.paw",
            "paw.bindings.a." + key,
            value,
            "paw.bindings.a." + otherKey,
            otherValue);
    assertThatThrownBy(() -> PawConfiguration.bindings(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasStackTraceContaining(message);
  }

  @Test
  void aBindingNeedsAProgram() {
    assertThatThrownBy(
            () -> PawConfiguration.bindings(configuration("paw.bindings.a.max-tokens", "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("binding=a")
        .hasMessageContaining("set paw.bindings.a.program");
  }

  @Test
  void readsEveryOptionOfInterpreterAndEngine() {
    PawOptions options =
        PawConfiguration.options(
            PawOptions.DEFAULT,
            configuration(
                "paw.interpreter", "/models/base.gguf@" + DIGEST,
                "paw.interpreter.cache-dir", "/models",
                "paw.engine.name", "blas",
                "paw.engine.weights", "floats",
                "paw.engine.device", "CUDA0",
                "paw.engine.gpu-layers", "12",
                "paw.engine.lanes", "2",
                "paw.engine.threads", "3",
                "paw.engine.max-sequences", "16",
                "paw.engine.batch-tokens", "1024",
                "paw.engine.context-tokens", "4096",
                "paw.engine.linger", "5 ms",
                "paw.engine.deterministic", "true",
                "paw.engine.cache-size", "1mb",
                "paw.engine.max-waiting", "10",
                "paw.engine.close-grace", "1 min"));

    assertThat(options)
        .isEqualTo(
            new PawOptions(
                "/models/base.gguf@" + DIGEST,
                false,
                "/models",
                false,
                new EngineOptions(
                    2,
                    3,
                    16,
                    1024,
                    4096,
                    Duration.ofMillis(5),
                    true,
                    1 << 20,
                    10,
                    Duration.ofMinutes(1),
                    "blas",
                    Weights.FLOATS,
                    "CUDA0",
                    12)));
  }

  @Test
  void leavesAloneWhatIsNotSet() {
    PawOptions base =
        PawOptions.DEFAULT
            .withInterpreter("paw-tiny")
            .withCacheDir("/models")
            .withEngine(EngineOptions.builder().threads(7).build());

    assertThat(PawConfiguration.options(base, new Configuration())).isEqualTo(base);
    assertThat(PawConfiguration.options(base, configuration("paw.engine.lanes", "2")).engine())
        .isEqualTo(EngineOptions.builder().threads(7).lanes(2).build());
  }

  @ParameterizedTest
  @CsvSource({
    "/models/base.gguf",
    "base.gguf",
    "models\\base",
    "base.gguf@sha256:0a",
    "file:///models/base.gguf",
  })
  void anInterpreterFileNeedsItsDigest(String interpreter) {
    assertThatThrownBy(
            () ->
                PawConfiguration.options(
                    PawOptions.DEFAULT, configuration("paw.interpreter", interpreter)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("paw.interpreter=" + interpreter)
        .hasMessageContaining("path@sha256:");
  }

  @Test
  void configurationNeverOptsIntoUnpinnedInterpreters() {
    assertThat(
            PawConfiguration.options(
                    PawOptions.DEFAULT.withUnpinnedInterpreter(true),
                    configuration("paw.interpreter", "paw-tiny"))
                .unpinnedInterpreter())
        .isFalse();
  }
}
