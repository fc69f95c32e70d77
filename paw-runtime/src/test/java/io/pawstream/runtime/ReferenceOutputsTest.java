package io.pawstream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.LabelScore;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.testing.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The engine against outputs that an independent implementation of the PAW SDK's semantics computed
 * over the same library: one record at a time, 512 tokens a call, kernels {@code haswell}.
 */
class ReferenceOutputsTest {
  /** One program and input with what must come out. */
  private record Row(
      String program,
      String input,
      int[] prefixIds,
      int[] ids,
      int[] greedyIds,
      String greedy,
      JsonNode labels) {
    boolean hasLabels() {
      return labels != null && !labels.isEmpty();
    }
  }

  private static List<Row> rows;
  private static Paw paw;

  @BeforeAll
  static void open() throws IOException {
    rows = new ArrayList<>();
    ObjectMapper json = new ObjectMapper();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                ReferenceOutputsTest.class.getResourceAsStream("/reference/expected.jsonl"),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        JsonNode row = json.readTree(line);
        rows.add(
            new Row(
                row.get("program").asText(),
                row.get("input").asText(),
                ints(row.get("prefix_ids")),
                ints(row.get("ids")),
                ints(row.get("greedy_ids")),
                row.get("greedy").asText(),
                row.get("label_logprobs")));
      }
    }
    assertThat(rows).hasSize(270);
    paw =
        Paw.open(
            PawOptions.DEFAULT.withEngine(
                EngineOptions.builder().deterministic(true).cacheBytes(0).build()));
  }

  @AfterAll
  static void close() {
    paw.close();
  }

  private static int[] ints(JsonNode array) {
    return IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray();
  }

  private static Map<String, PawProgram> load(ProgramOptions options) {
    Map<String, PawProgram> programs = new HashMap<>();
    rows.stream()
        .map(Row::program)
        .distinct()
        .forEach(name -> programs.put(name, paw.load(Programs.path(name), options)));
    return programs;
  }

  @Test
  void tokenIdsAreEqualInEveryRow() {
    Map<String, PawProgram> programs = load(ProgramOptions.DEFAULT);
    for (Row row : rows) {
      PawProgram program = programs.get(row.program());
      assertThat(program.prefixTokens()).as(row.program()).isEqualTo(row.prefixIds());
      assertThat(program.inputTokens(row.input())).as(row.input()).isEqualTo(row.ids());
    }
  }

  @Test
  void greedyTextsAreEqualInEveryRow() throws InterruptedException {
    Map<String, PawProgram> programs =
        load(ProgramOptions.DEFAULT.withLabels(List.of()).withMaxTokens(64).withScores(true));
    for (Row row : rows) {
      Answer answer = (Answer) programs.get(row.program()).apply(row.input());
      assertThat(answer.value()).as(row.program() + ": " + row.input()).isEqualTo(row.greedy());
      assertThat(answer.tokens().stream().mapToInt(Integer::intValue).toArray())
          .as(row.program() + ": " + row.input())
          .isEqualTo(row.greedyIds());
    }
  }

  @Test
  void labelLogProbabilitiesAreWithinOneThousandth() throws InterruptedException {
    Map<String, PawProgram> programs = load(ProgramOptions.DEFAULT.withScores(true));
    int compared = 0;
    for (Row row : rows) {
      if (!row.hasLabels()) {
        continue;
      }
      Answer answer = (Answer) programs.get(row.program()).apply(row.input());
      assertThat(answer.scores()).hasSize(row.labels().size());
      for (LabelScore score : answer.scores()) {
        JsonNode expected = row.labels().get(score.label());
        String what = row.program() + ": " + row.input() + " -> " + score.label();
        assertThat(score.logProb()).as(what).isCloseTo(expected.get(0).asDouble(), within(1e-3));
        assertThat(score.logProbWithEnd())
            .as(what + " and the end")
            .isCloseTo(expected.get(1).asDouble(), within(1e-3));
        compared++;
      }
    }
    assertThat(compared).isEqualTo(570);
  }
}
