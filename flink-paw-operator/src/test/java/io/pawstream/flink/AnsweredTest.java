package io.pawstream.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.FinishReason;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnsweredTest {
  private static final Answer LABEL =
      new Answer(
          Answer.Kind.LABEL, "bug", 0.9, 1.5, FinishReason.LABEL, false, "sha256:1", List.of());
  private static final Answer TEXT =
      new Answer(
          Answer.Kind.TEXT, "A-17", 0.9, 1.5, FinishReason.STOP, false, "sha256:2", List.of());
  private static final Failure FAILURE = new Failure(FailureReason.DEADLINE, "late", "sha256:3");

  private final Answered<String> answered =
      new Answered<>(
          "record",
          List.of("triage", "order", "late", "dropped"),
          Arrays.asList(LABEL, TEXT, FAILURE, null));

  @Test
  void showsEachOutcomeAsWhatItIs() {
    assertThat(answered.outcome("triage")).isSameAs(LABEL);
    assertThat(answered.answer("triage")).isSameAs(LABEL);
    assertThat(answered.label("triage")).isEqualTo("bug");
    assertThat(answered.text("triage")).isEqualTo("bug");
    assertThat(answered.failure("triage")).isNull();

    assertThat(answered.label("order")).as("free text is no label").isNull();
    assertThat(answered.text("order")).isEqualTo("A-17");

    assertThat(answered.failure("late")).isSameAs(FAILURE);
    assertThat(answered.answer("late")).isNull();
    assertThat(answered.text("late")).isNull();

    assertThat(answered.outcome("dropped")).isNull();
    assertThat(answered.label("dropped")).isNull();
  }

  @Test
  void refusesANameItDoesNotHave() {
    assertThatThrownBy(() -> answered.label("triag"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[triage, order, late, dropped]")
        .hasMessageContaining("name=triag");
  }

  @Test
  void refusesAnotherNumberOfOutcomesThanOfNames() {
    assertThatThrownBy(() -> new Answered<>("record", List.of("triage"), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bindings=1");
  }
}
