package io.pawstream.cli.internal.program;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.LabelScore;
import io.pawstream.runtime.answer.Outcome;
import org.jspecify.annotations.Nullable;

/** JSON that commands print. Any thread. */
public final class JsonOut {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonOut() {}

  /** An empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Puts a number; JSON has no infinity and no NaN: null stands for both. */
  public static void put(ObjectNode object, String name, double value) {
    if (Double.isFinite(value)) {
      object.put(name, value);
    } else {
      object.putNull(name);
    }
  }

  /** The answer or failure to one input, as {@code paw run --json} shows it. */
  static ObjectNode outcome(@Nullable String input, Outcome outcome) {
    ObjectNode json = object().put("input", input);
    if (outcome instanceof Answer answer) {
      json.put(answer.isLabel() ? "label" : "text", answer.value());
      put(json, "confidence", answer.confidence());
      put(json, "margin", answer.margin());
      if (answer.isLabel()) {
        ObjectNode logProbs = json.putObject("label_logprobs");
        for (LabelScore score : answer.scores()) {
          put(logProbs, score.label(), score.logProb());
        }
      }
      json.put("finish", answer.finish().code()).put("truncated", answer.truncated());
    } else if (outcome instanceof Failure failure) {
      json.putObject("failure")
          .put("reason", failure.reason().code())
          .put("detail", failure.detail());
    }
    return json.put("program", outcome.program());
  }

  /** Puts token ids. */
  static void putIds(ObjectNode object, String name, int[] ids) {
    ArrayNode array = object.putArray(name);
    for (int id : ids) {
      array.add(id);
    }
  }
}
