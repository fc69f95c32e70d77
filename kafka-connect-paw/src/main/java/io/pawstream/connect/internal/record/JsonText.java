package io.pawstream.connect.internal.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Records whose key or value is the text of a JSON object. An object that is written again keeps
 * its members, their order and the digits of its numbers, not its white space. Stateless; any
 * thread.
 */
final class JsonText {
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

  private JsonText() {}

  /** The object that {@code text}, a string or the bytes of one, holds; null where it is none. */
  static @Nullable ObjectNode object(Object text) {
    try {
      JsonNode node =
          text instanceof String string ? MAPPER.readTree(string) : MAPPER.readTree((byte[]) text);
      return node instanceof ObjectNode object ? object : null;
    } catch (JsonProcessingException e) {
      // not passed on: its message quotes the record
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory cannot fail to be read", e);
    }
  }

  /** {@code object} as text of the same kind as {@code like}, a string or bytes. */
  static Object text(ObjectNode object, Object like) {
    try {
      return like instanceof String
          ? MAPPER.writeValueAsString(object)
          : MAPPER.writeValueAsBytes(object);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a JSON object in memory cannot fail to be written", e);
    }
  }

  /** A value of the JDK as a node of a tree. */
  static JsonNode node(@Nullable Object value) {
    return MAPPER.valueToTree(value);
  }
}
