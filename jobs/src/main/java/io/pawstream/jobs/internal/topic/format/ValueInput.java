package io.pawstream.jobs.internal.topic.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.pawstream.flink.InputExtractor;
import io.pawstream.flink.UnreadableRecordException;
import io.pawstream.jobs.internal.jobfile.FieldPath;
import io.pawstream.runtime.answer.FailureReason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the input in the value of a record. Any thread. */
public final class ValueInput implements InputExtractor<TopicRecord> {
  private static final long serialVersionUID = 1L;

  private final @Nullable FieldPath field;

  /**
   * An input that is the field of a JSON object, or the whole value where {@code field} is null.
   */
  public ValueInput(@Nullable FieldPath field) {
    this.field = field;
  }

  @Override
  public @Nullable String inputOf(TopicRecord record) {
    byte[] value = record.value();
    if (value == null) {
      return null;
    }
    return field == null ? text(value) : text(value, field);
  }

  private static String text(byte[] value) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(value))
          .toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableRecordException(
          FailureReason.INVALID_TEXT, "a value must be UTF-8: bytes=" + value.length);
    }
  }

  private static @Nullable String text(byte[] value, FieldPath path) {
    JsonNode at = JsonObjects.read(value);
    for (String name : path.names()) {
      if (!at.isObject()) {
        throw refused("a field must lie in a JSON object", path, at);
      }
      at = at.get(name);
      if (at == null || at.isNull()) {
        return null;
      }
    }
    if (!at.isTextual()) {
      throw refused("an input must be text", path, at);
    }
    return at.textValue();
  }

  private static UnreadableRecordException refused(String rule, FieldPath path, JsonNode found) {
    return new UnreadableRecordException(
        FailureReason.INVALID_RECORD,
        rule
            + ": source.field="
            + path
            + ", type="
            + found.getNodeType().name().toLowerCase(Locale.ROOT));
  }
}
