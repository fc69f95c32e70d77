package io.pawstream.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.FinishReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryJsonTest {

  @ParameterizedTest
  @CsvSource({
    "0.98765432109, 0.987654",
    "1.0, 1",
    "0.0, 0",
    "-0.0, 0",
    "0.00000001, 0",
    "123456.5, 123456.5",
    "1e300, 1" + EntryJsonTest.ZEROS,
    "Infinity, null",
    "NaN, null"
  })
  void numbersAreFiniteAndShort(double margin, String json) {
    Answer answer = answer(Answer.Kind.LABEL, "wait", margin);

    assertThat(EntryJson.of("p", answer))
        .isEqualTo(
            "\"p\":{\"label\":\"wait\",\"confidence\":0.5,\"margin\":"
                + json
                + ",\"finish\":\"label\",\"truncated\":false,\"program\":\"sha256:ab\"}");
  }

  static final String ZEROS =
      "00000000000000000000000000000000000000000000000000"
          + "00000000000000000000000000000000000000000000000000"
          + "00000000000000000000000000000000000000000000000000"
          + "00000000000000000000000000000000000000000000000000"
          + "00000000000000000000000000000000000000000000000000"
          + "00000000000000000000000000000000000000000000000000";

  @Test
  void textAndFailureAreEscaped() {
    assertThat(EntryJson.of("a\"b", answer(Answer.Kind.TEXT, "x\n\"é", 1)))
        .startsWith("\"a\\\"b\":{\"text\":\"x\\n\\\"é\",");
    assertThat(EntryJson.of("p", new Failure(FailureReason.NULL_INPUT, "say \"x\"", "")))
        .isEqualTo("\"p\":{\"failure\":{\"reason\":\"null_input\",\"detail\":\"say \\\"x\\\"\"}}");
  }

  private static Answer answer(Answer.Kind kind, String value, double margin) {
    return new Answer(kind, value, 0.5, margin, FinishReason.LABEL, false, "sha256:ab", List.of());
  }
}
