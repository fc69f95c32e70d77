package io.pawstream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.FinishReason;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.Overflow;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.testing.Bundles;
import io.pawstream.runtime.testing.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Free text, and inputs that a careless source may hand over. */
class TextTest {
  private static final ProgramOptions TEXT = ProgramOptions.DEFAULT.withLabels(List.of());
  private static final String PROGRAM = "order.paw";
  private static final String INPUT = "Where is my order 4711?";

  private static final String LONG_INPUT =
      "Hello, my order number is 4711. I have been waiting for two weeks, nobody answers the phone,"
          + " and I am tired of it. Please send it again or give me my money back. Thank you and"
          + " best wishes, Tom.";

  /** Each digit is a token. */
  private static final String ANSWER = "4711";

  private static Paw paw;

  @BeforeAll
  static void open() {
    paw = Paw.open(engine(2048));
  }

  @AfterAll
  static void close() {
    paw.close();
  }

  private static PawOptions engine(int contextTokens) {
    return PawOptions.DEFAULT.withEngine(
        EngineOptions.builder()
            .contextTokens(contextTokens)
            .deterministic(true)
            .cacheBytes(0)
            .closeGrace(Duration.ZERO)
            .build());
  }

  private static Answer ask(ProgramOptions options, String input) throws InterruptedException {
    try (PawProgram program = paw.load(Programs.path(PROGRAM), options)) {
      return (Answer) program.apply(input);
    }
  }

  @Test
  void theEndTokenEndsTheText() throws InterruptedException {
    Answer answer = ask(TEXT, INPUT);

    assertThat(answer.kind()).isEqualTo(Answer.Kind.TEXT);
    assertThat(answer.value()).isEqualTo(ANSWER);
    assertThat(answer.finish()).isEqualTo(FinishReason.STOP);
    assertThat(answer.truncated()).isFalse();
    assertThat(answer.scores()).isEmpty();
    assertThat(answer.confidence()).isBetween(0.5, 1.0);
    assertThat(answer.margin()).isPositive().isFinite();
  }

  @Test
  void theLimitEndsTheText() throws InterruptedException {
    double confidence = 1;
    double margin = Double.POSITIVE_INFINITY;
    for (int limit = 1; limit <= ANSWER.length() + 1; limit++) {
      Answer answer = ask(TEXT.withMaxTokens(limit), INPUT);
      boolean ended = limit > ANSWER.length();
      assertThat(answer.finish()).isEqualTo(ended ? FinishReason.STOP : FinishReason.LENGTH);
      assertThat(answer.value()).isEqualTo(ended ? ANSWER : ANSWER.substring(0, limit));
      assertThat(answer.confidence()).isPositive().isLessThan(confidence);
      assertThat(answer.margin()).isPositive().isLessThanOrEqualTo(margin);
      confidence = answer.confidence();
      margin = answer.margin();
    }
  }

  @Test
  void theConfidenceIsTheProbabilityOfTheTokens() throws InterruptedException {
    Answer text = ask(TEXT, INPUT);
    Answer scored =
        ask(ProgramOptions.DEFAULT.withLabels(List.of(ANSWER, "none")).withScores(true), INPUT);

    assertThat(text.confidence())
        .isCloseTo(Math.exp(scored.scores().get(0).logProbWithEnd()), within(1e-4));
  }

  @Test
  void theWindowEndsTheTextAndThenRefusesTheInput() throws InterruptedException {
    int needed;
    try (PawProgram program = paw.load(Programs.path(PROGRAM), TEXT)) {
      needed = program.prefixTokens().length + program.inputTokens(LONG_INPUT).length;
    }
    // the least window an engine may have
    assertThat(needed).isGreaterThanOrEqualTo(64);
    for (int remaining = 0; remaining <= ANSWER.length() + 2; remaining++) {
      try (Paw narrow = Paw.open(engine(needed + remaining));
          PawProgram program = narrow.load(Programs.path(PROGRAM), TEXT)) {
        Outcome outcome = program.apply(LONG_INPUT);
        if (remaining == 0) {
          assertThat(outcome)
              .isInstanceOfSatisfying(
                  Failure.class,
                  failure -> assertThat(failure.reason()).isEqualTo(FailureReason.INPUT_TOO_LONG));
          continue;
        }
        Answer answer = (Answer) outcome;
        assertThat(answer.finish())
            .isEqualTo(remaining <= ANSWER.length() ? FinishReason.CONTEXT : FinishReason.STOP);
        assertThat(ANSWER).startsWith(answer.value());
      }
      try (Paw narrow = Paw.open(engine(needed + remaining));
          PawProgram program = narrow.load(Programs.path(PROGRAM), TEXT.withMaxTokens(1))) {
        Outcome outcome = program.apply(LONG_INPUT);
        if (remaining > 0) {
          // a limit that fits the window is the limit
          assertThat(((Answer) outcome).finish()).isEqualTo(FinishReason.LENGTH);
        }
      }
    }
  }

  @Test
  void nullIsAFailureAndEmptyIsNot() throws InterruptedException {
    try (PawProgram program = paw.load(Programs.path("urgency.paw"))) {
      assertThat(program.apply(null))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> {
                assertThat(failure.reason()).isEqualTo(FailureReason.NULL_INPUT);
                assertThat(failure.program()).isEqualTo(program.digest());
              });
      assertThat(program.submit(null).join()).isInstanceOf(Failure.class);
      assertThat(program.serve(null).join().outcome()).isInstanceOf(Failure.class);
      assertThat(program.apply("")).isInstanceOf(Answer.class);
    }
  }

  @Test
  void aMegabyteOfOneLetterIsRefusedAtOnce() throws InterruptedException {
    String text = "a".repeat(1 << 20);
    try (PawProgram program = paw.load(Programs.path("urgency.paw"))) {
      long start = System.nanoTime();
      Failure failure = (Failure) program.apply(text);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      assertThat(failure.reason()).isEqualTo(FailureReason.INPUT_TOO_LONG);
      assertThat(failure.detail()).contains("maxInputBytes=65536").doesNotContain("aaaa");
    }
  }

  @ParameterizedTest
  @EnumSource(value = Overflow.class, names = "FAIL", mode = EnumSource.Mode.EXCLUDE)
  void aMegabyteOfOneLetterIsAnsweredWhereItMayBeCut(Overflow overflow)
      throws InterruptedException {
    String text = "a".repeat(1 << 20);
    ProgramOptions options = ProgramOptions.DEFAULT.withOverflow(overflow);
    try (PawProgram program = paw.load(Programs.path("urgency.paw"), options)) {
      long start = System.nanoTime();
      Answer answer = (Answer) program.apply(text);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(answer.truncated()).isTrue();
      assertThat(answer.value()).isIn("immediate", "wait");
      assertThat(((Answer) program.apply("short")).truncated()).isFalse();
    }
  }

  @Test
  void anEmptyTemplateNeedsAText(@TempDir Path directory) throws Exception {
    String reference =
        Bundles.write(
            directory.resolve("bare.paw"),
            Bundles.adapter("urgency.paw"),
            "{INPUT_PLACEHOLDER}",
            List.of("yes", "no"));
    try (PawProgram bare = paw.load(reference)) {
      assertThat(bare.prefixTokens()).isEmpty();
      assertThat(bare.apply("x")).isInstanceOf(Answer.class);
      Failure failure = (Failure) bare.apply("");
      assertThat(failure.reason()).isEqualTo(FailureReason.INVALID_TEXT);
      assertThat(failure.detail()).contains("the template is empty and so is the text");
    }
  }

  @Test
  void withoutASuffixAnEmptyTextIsAnswered(@TempDir Path directory) throws Exception {
    for (String template : List.of("Task:\n{INPUT_PLACEHOLDER}", "x{INPUT_PLACEHOLDER}")) {
      String reference =
          Bundles.write(
              directory.resolve("open.paw"),
              Bundles.adapter("urgency.paw"),
              template,
              List.of("yes", "no"));
      try (PawProgram open = paw.load(reference)) {
        assertThat(open.apply("")).isInstanceOf(Answer.class);
        assertThat(open.apply("a text")).isInstanceOf(Answer.class);
        assertThat(open.inputTokens("")).hasSize(1);
      }
    }
  }
}
