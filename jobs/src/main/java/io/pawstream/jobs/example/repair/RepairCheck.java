package io.pawstream.jobs.example.repair;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Decides about a repair, whoever made it. What parses is not yet right: a program that writes text
 * may write another value. So everything but punctuation of JSON must be what it was. Stateless;
 * any thread.
 */
final class RepairCheck {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  // of two values under one name a parser would drop one
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Pattern NO_VALUE = Pattern.compile("\\b(none|nan|undefined)\\b");
  private static final Pattern SYNTAX = Pattern.compile("[\\s{}\\[\\]:,\"'\\\\`]+");

  private RepairCheck() {}

  /** What the check says. */
  enum Verdict {
    /** It parses and says what the original said. */
    GOOD,
    /** It does not parse, or is neither an object nor an array. */
    UNPARSED,
    /** It parses and says something else. */
    CHANGED
  }

  /** Whether a text is one JSON object or array and nothing else. */
  static boolean parses(String text) {
    try {
      return MAPPER.readTree(text).isContainerNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** What is to be thought of a repair. */
  static Verdict of(String original, String repaired) {
    if (!parses(repaired)) {
      return Verdict.UNPARSED;
    }
    String content = content(repaired);
    return content.equals(content(original)) || content.equals(content(JsonCore.of(original)))
        ? Verdict.GOOD
        : Verdict.CHANGED;
  }

  /** A text without what belongs to JSON alone; words for no value are one. */
  private static String content(String text) {
    String words = NO_VALUE.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("null");
    return SYNTAX.matcher(words).replaceAll("");
  }
}
