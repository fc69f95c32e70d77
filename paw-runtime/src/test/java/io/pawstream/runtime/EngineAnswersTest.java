package io.pawstream.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.answer.Served;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.testing.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether an answer depends on what else is in flight. */
@Timeout(120)
class EngineAnswersTest {
  /** A reference input and the program it is for. */
  private record Question(String program, String input) {}

  /** How far the company of a micro-batch may move a logit of this interpreter, with a reserve. */
  private static final double NOISE = 0.8;

  private static final List<Question> QUESTIONS = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    ObjectMapper json = new ObjectMapper();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                EngineAnswersTest.class.getResourceAsStream("/reference/expected.jsonl"), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        JsonNode row = json.readTree(line);
        QUESTIONS.add(new Question(row.get("program").asText(), row.get("input").asText()));
      }
    }
  }

  private static Paw open(boolean deterministic, int lanes) {
    return Paw.open(
        PawOptions.DEFAULT.withEngine(
            EngineOptions.builder()
                .deterministic(deterministic)
                .lanes(lanes)
                .cacheBytes(0)
                .closeGrace(Duration.ZERO)
                .build()));
  }

  private static List<String> programs() {
    return QUESTIONS.stream().map(Question::program).distinct().toList();
  }

  private static Answer answer(CompletableFuture<Served> served) {
    Outcome outcome = served.orTimeout(60, TimeUnit.SECONDS).join().outcome();
    assertThat(outcome).isInstanceOf(Answer.class);
    return (Answer) outcome;
  }

  /** Each program by itself, each input by itself. */
  private static List<Answer> alone(ProgramOptions options) throws InterruptedException {
    Answer[] answers = new Answer[QUESTIONS.size()];
    try (Paw paw = open(true, 0)) {
      for (String name : programs()) {
        try (PawProgram program = paw.load(Programs.path(name), options)) {
          for (int i = 0; i < answers.length; i++) {
            if (QUESTIONS.get(i).program().equals(name)) {
              answers[i] = (Answer) program.apply(QUESTIONS.get(i).input());
            }
          }
        }
      }
    }
    return List.of(answers);
  }

  /** All at once, in an order by chance, so that programs and inputs are mixed. */
  private static List<Answer> together(Paw paw, ProgramOptions options, long seed) {
    List<PawProgram> programs =
        programs().stream().map(name -> paw.load(Programs.path(name), options)).toList();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < QUESTIONS.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(seed));
    List<CompletableFuture<Served>> served =
        new ArrayList<>(Collections.nCopies(order.size(), null));
    for (int i : order) {
      Question question = QUESTIONS.get(i);
      PawProgram program = programs.get(programs().indexOf(question.program()));
      served.set(i, program.serve(question.input()));
    }
    List<Answer> answers = served.stream().map(EngineAnswersTest::answer).toList();
    programs.forEach(PawProgram::close);
    return answers;
  }

  @Test
  void deterministicAnswersHaveTheSameBitsInAnyOrderAndCompany() throws InterruptedException {
    for (ProgramOptions options :
        List.of(
            ProgramOptions.DEFAULT.withScores(true),
            ProgramOptions.DEFAULT.withLabels(List.of()).withMaxTokens(24))) {
      List<Answer> alone = alone(options);
      try (Paw paw = open(true, 0)) {
        // records compare doubles bit by bit
        assertThat(together(paw, options, 1)).isEqualTo(alone);
      }
    }
  }

  @Test
  void microBatchesChangeOnlyLabelsThatWereNearlyTied() throws InterruptedException {
    List<Answer> alone = alone(ProgramOptions.DEFAULT);
    for (int lanes = 1; lanes <= 2; lanes++) {
      try (Paw paw = open(false, lanes)) {
        List<Answer> together = together(paw, ProgramOptions.DEFAULT, 3);
        int labels = 0;
        int others = 0;
        for (int i = 0; i < alone.size(); i++) {
          Answer expected = alone.get(i);
          if (!expected.isLabel()) {
            continue;
          }
          labels++;
          Answer actual = together.get(i);
          if (!actual.value().equals(expected.value())) {
            assertThat(expected.margin()).as("%s", QUESTIONS.get(i)).isLessThan(NOISE);
            others++;
          }

          assertThat(Math.abs(actual.margin() - expected.margin()))
              .as("%s", QUESTIONS.get(i))
              .isLessThan(NOISE);
        }
        assertThat(labels).isGreaterThan(150);
        assertThat(others).isLessThanOrEqualTo(labels / 50);
      }
    }
  }

  @Test
  void microBatchesChangeOnlyTextsWithANarrowChoice() throws InterruptedException {
    ProgramOptions options = ProgramOptions.DEFAULT.withLabels(List.of()).withMaxTokens(24);
    List<Answer> alone = alone(options);
    try (Paw paw = open(false, 2)) {
      List<Answer> together = together(paw, options, 4);
      int others = 0;
      for (int i = 0; i < alone.size(); i++) {
        if (!together.get(i).value().equals(alone.get(i).value())) {
          assertThat(alone.get(i).margin()).as("%s", QUESTIONS.get(i)).isLessThan(NOISE);
          others++;
        }
      }
      assertThat(others).isLessThanOrEqualTo(alone.size() / 20);
    }
  }
}
