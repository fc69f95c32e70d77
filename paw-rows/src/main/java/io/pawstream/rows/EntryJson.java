package io.pawstream.rows;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.Outcome;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Outcomes as they stand in the output rows. Any thread. */
public final class EntryJson {
  private static final int DECIMALS = 6;

  private EntryJson() {}

  /** The entry of one program: {@code "name":{…}}. */
  public static String of(String name, Outcome outcome) {
    StringBuilder json = new StringBuilder(200).append(Json.string(name)).append(':');
    if (outcome instanceof Answer answer) {
      append(answer, json);
    } else if (outcome instanceof Failure failure) {
      json.append("{\"failure\":{\"reason\":")
          .append(Json.string(failure.reason().code()))
          .append(",\"detail\":")
          .append(Json.string(failure.detail()))
          .append("}}");
    }
    return json.toString();
  }

  /** The entry of a program whose failure is dropped. */
  public static String ofNull(String name) {
    return Json.string(name) + ":null";
  }

  private static void append(Answer answer, StringBuilder json) {
    json.append(answer.isLabel() ? "{\"label\":" : "{\"text\":")
        .append(Json.string(answer.value()))
        .append(",\"confidence\":")
        .append(number(answer.confidence()))
        .append(",\"margin\":")
        .append(number(answer.margin()))
        .append(",\"finish\":")
        .append(Json.string(answer.finish().code()))
        .append(",\"truncated\":")
        .append(answer.truncated())
        .append(",\"program\":")
        .append(Json.string(answer.program()))
        .append('}');
  }

  /** JSON has no infinity and no NaN: null stands for both. */
  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return "null";
    }
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
