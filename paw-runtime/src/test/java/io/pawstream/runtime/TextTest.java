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
  private static final String INPUT = "please call me back asap, it's about the security breach";

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
    try (PawProgram program = paw.load(Programs.path("urgency.paw"), options)) {
      return (Answer) program.apply(input);
    }
  }

  @Test
  void theEndTokenEndsTheText() throws InterruptedException {
    Answer answer = ask(TEXT, INPUT);

    assertThat(answer.kind()).isEqualTo(Answer.Kind.TEXT);
    assertThat(answer.value()).isEqualTo("immediate");
    assertThat(answer.finish()).isEqualTo(FinishReason.STOP);
    assertThat(answer.truncated()).isFalse();
    assertThat(answer.scores()).isEmpty();
    assertThat(answer.confidence()).isBetween(0.5, 1.0);
    assertThat(answer.margin()).isPositive().isFinite();
  }

  @Test
  void theLimitEndsTheText() throws InterruptedException {
    // "immediate" is two tokens, the end token a third
    Answer one = ask(TEXT.withMaxTokens(1), INPUT);
    Answer two = ask(TEXT.withMaxTokens(2), INPUT);
    Answer three = ask(TEXT.withMaxTokens(3), INPUT);

    assertThat(one.finish()).isEqualTo(FinishReason.LENGTH);
    assertThat("immediate").startsWith(one.value());
    assertThat(one.value()).isNotEmpty().isNotEqualTo("immediate");
    assertThat(two.finish()).isEqualTo(FinishReason.LENGTH);
    assertThat(two.value()).isEqualTo("immediate");
    assertThat(three.finish()).isEqualTo(FinishReason.STOP);
    assertThat(three.value()).isEqualTo("immediate");
    assertThat(one.confidence()).isGreaterThan(two.confidence());
    assertThat(two.confidence()).isGreaterThan(three.confidence());
    assertThat(one.margin()).isGreaterThanOrEqualTo(two.margin());
  }

  @Test
  void theConfidenceIsTheProbabilityOfTheTokens() throws InterruptedException {
    Answer text = ask(TEXT, INPUT);
    Answer scored = ask(ProgramOptions.DEFAULT.withScores(true), INPUT);

    assertThat(text.confidence())
        .isCloseTo(Math.exp(scored.scores().get(0).logProbWithEnd()), within(1e-4));
  }

  @Test
  void theWindowEndsTheTextAndThenRefusesTheInput() throws InterruptedException {
    int needed;
    try (PawProgram program = paw.load(Programs.path("urgency.paw"), TEXT)) {
      needed = program.prefixTokens().length + program.inputTokens(INPUT).length;
    }
    String filler = "";
    // the least window an engine may have is 64
    while (needed < 64) {
      filler += "!?".charAt(needed % 2);
      try (PawProgram program = paw.load(Programs.path("urgency.paw"), TEXT)) {
        needed = program.prefixTokens().length + program.inputTokens(INPUT + filler).length;
      }
    }
    for (int remaining = 0; remaining <= 4; remaining++) {
      try (Paw narrow = Paw.open(engine(needed + remaining));
          PawProgram program = narrow.load(Programs.path("urgency.paw"), TEXT)) {
        Outcome outcome = program.apply(INPUT + filler);
        if (remaining == 0) {
          assertThat(outcome)
              .isInstanceOfSatisfying(
                  Failure.class,
                  failure -> assertThat(failure.reason()).isEqualTo(FailureReason.INPUT_TOO_LONG));
          continue;
        }
        Answer answer = (Answer) outcome;
        assertThat(answer.finish())
            .isEqualTo(remaining < 3 ? FinishReason.CONTEXT : FinishReason.STOP);
        assertThat("immediate").startsWith(answer.value());
      }
      try (Paw narrow = Paw.open(engine(needed + remaining));
          PawProgram program = narrow.load(Programs.path("urgency.paw"), TEXT.withMaxTokens(1))) {
        Outcome outcome = program.apply(INPUT + filler);
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
