package io.pawstream.jobs.internal.topic.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.flink.UnreadableRecordException;
import io.pawstream.runtime.answer.FailureReason;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Values that are JSON objects. An object that is written again keeps its members, their order and
 * the digits of its numbers, not its white space. Stateless; any thread.
 */
public final class JsonObjects {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  // names come from records: interned ones would never go
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private JsonObjects() {}

  /**
   * The object that {@code value} holds.
   *
   * @throws UnreadableRecordException if it is none
   */
  public static ObjectNode read(byte[] value) {
    try {
      if (MAPPER.readTree(value) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // not passed on: its message quotes the record
      throw noObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
    }
    throw noObject(value);
  }

  private static UnreadableRecordException noObject(byte[] value) {
    return new UnreadableRecordException(
        FailureReason.INVALID_RECORD, "a value must be one JSON object: bytes=" + value.length);
  }

  /** A node of the text of one. */
  static JsonNode node(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("JSON of our own cannot fail to be read", e);
    }
  }

  public static byte[] write(ObjectNode object) {
    try {
      return MAPPER.writeValueAsBytes(object);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a JSON object in memory cannot fail to be written", e);
    }
  }
}
