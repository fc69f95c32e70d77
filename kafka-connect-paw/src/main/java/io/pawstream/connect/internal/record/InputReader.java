package io.pawstream.connect.internal.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.pawstream.runtime.answer.FailureReason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Finds the input of a record: a field of a struct, a map or the text of a JSON object; the whole
 * key or value; a header. Text is a string or UTF-8 bytes. Changes nothing. Immutable; any thread.
 */
public final class InputReader {
  private final RecordPart part;
  private final InputPlace place;

  public InputReader(RecordPart part, InputPlace place) {
    this.part = part;
    this.place = place;
  }

  /** The input of {@code record}. */
  public Input read(ConnectRecord<?> record) {
    String name = place.header();
    if (name != null) {
      Header header = record.headers().lastWithName(name);
      return text(header == null ? null : header.value());
    }
    Object value = part.value(record);
    FieldPath field = place.field();
    return field == null || value == null ? text(value) : text(value, field);
  }

  private Input text(Object value, FieldPath field) {
    Object at = value;
    if (value instanceof String || value instanceof byte[] || value instanceof ByteBuffer) {
      at = JsonText.object(value instanceof ByteBuffer buffer ? bytes(buffer) : value);
      if (at == null) {
        return refused("text with fields must be one JSON object");
      }
    }
    for (String name : field.names()) {
      if (at instanceof Struct struct) {
        if (struct.schema().field(name) == null) {
          return refused("the schema of a record must have the field");
        }
        at = struct.get(name);
      } else if (at instanceof Map<?, ?> map) {
        at = map.get(name);
      } else if (at instanceof JsonNode node && node.isObject()) {
        at = node.get(name);
      } else {
        return refused("a field must lie in a struct, a map or a JSON object", at);
      }
      if (at == null || (at instanceof JsonNode node && node.isNull())) {
        return new Input.None();
      }
    }
    return text(at);
  }

  private Input text(@Nullable Object value) {
    if (value == null) {
      return new Input.None();
    }
    if (value instanceof String text) {
      return new Input.Text(text);
    }
    if (value instanceof JsonNode node && node.isTextual()) {
      return new Input.Text(node.textValue());
    }
    if (value instanceof byte[] bytes) {
      return utf8(ByteBuffer.wrap(bytes));
    }
    if (value instanceof ByteBuffer buffer) {
      return utf8(buffer.duplicate());
    }
    return refused("an input must be text, as a string or as UTF-8 bytes", value);
  }

  private Input utf8(ByteBuffer bytes) {
    try {
      return new Input.Text(
          UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(bytes)
              .toString());
    } catch (CharacterCodingException e) {
      return new Input.Refused(
          FailureReason.INVALID_TEXT,
          "the bytes of an input must be UTF-8: " + place.shown() + ", bytes=" + bytes.limit());
    }
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private Input refused(String rule, @Nullable Object found) {
    return refused(rule, found == null ? "null" : typeOf(found));
  }

  private Input refused(String rule) {
    return refused(rule, "");
  }

  private Input refused(String rule, String type) {
    return new Input.Refused(
        FailureReason.INVALID_RECORD,
        rule + ": " + place.shown() + (type.isEmpty() ? "" : ", type=" + type));
  }

  private static String typeOf(Object value) {
    return value instanceof JsonNode node
        ? node.getNodeType().name().toLowerCase(Locale.ROOT)
        : value.getClass().getSimpleName();
  }
}
