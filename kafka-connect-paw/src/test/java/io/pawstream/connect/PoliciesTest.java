package io.pawstream.connect;

import static io.pawstream.connect.Fixtures.TOPIC;
import static io.pawstream.connect.Fixtures.URGENT;
import static io.pawstream.connect.Fixtures.record;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pawstream.connect.Fixtures.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Records without input, and inputs without answer. */
class PoliciesTest {
  private static final String SECRET = "secret text";

  private static Object header(ConnectRecord<?> record, String name) {
    Header header = record.headers().lastWithName(name);
    return header == null ? null : header.value();
  }

  /** Records that no program can be asked about: what is wrong, field asked for, value, reason. */
  static Stream<Arguments> unusable() {
    Map<String, Object> unlike = new HashMap<>();
    unlike.put("after", SECRET);
    return Stream.of(
        arguments("number", null, new SchemaAndValue(Schema.INT32_SCHEMA, 42), "invalid_record"),
        arguments("map", null, new SchemaAndValue(null, Map.of("a", SECRET)), "invalid_record"),
        arguments("struct", null, Shape.STRUCT.of(SECRET), "invalid_record"),
        arguments("number", "id", Shape.STRUCT.of(SECRET), "invalid_record"),
        arguments("number", "id", Shape.MAP.of(SECRET), "invalid_record"),
        arguments("number", "id", Shape.JSON_BYTES.of(SECRET), "invalid_record"),
        arguments("object", "after", Shape.STRUCT.of(SECRET), "invalid_record"),
        arguments("object", "after", Shape.JSON_STRING.of(SECRET), "invalid_record"),
        arguments("not in the schema", "texts", Shape.STRUCT.of(SECRET), "invalid_record"),
        arguments("no object", "after.text", new SchemaAndValue(null, unlike), "invalid_record"),
        arguments("no JSON", "text", Shape.STRING.of(SECRET), "invalid_record"),
        arguments("no JSON", "text", Shape.BYTES.of("{\"a\":" + SECRET), "invalid_record"),
        arguments("two objects", "text", Shape.STRING.of("{} {}"), "invalid_record"),
        arguments(
            "not UTF-8",
            null,
            new SchemaAndValue(null, "\u00e9".getBytes(ISO_8859_1)),
            "invalid_text"),
        arguments("NUL", null, Shape.STRING.of(SECRET + '\0'), "invalid_text"),
        arguments("too long", null, Shape.STRING.of(SECRET.repeat(9_000)), "input_too_long"));
  }

  @ParameterizedTest(name = "{0} {1} {3}")
  @MethodSource("unusable")
  void failuresFollowThePolicy(String what, String field, SchemaAndValue value, String reason) {
    for (boolean ofKey : new boolean[] {true, false}) {
      SinkRecord record =
          ofKey ? record(value, SchemaAndValue.NULL) : record(SchemaAndValue.NULL, value);
      try (PawTransform<SinkRecord> fail = transform(ofKey, "input.field", field);
          PawTransform<SinkRecord> nothing =
              transform(ofKey, "input.field", field, "on.failure", "null");
          PawTransform<SinkRecord> byDefault =
              transform(
                  ofKey,
                  "input.field",
                  field,
                  "on.failure",
                  "default-label",
                  "default.label",
                  "wait",
                  "output.topic",
                  "${topic}-${label}");
          PawTransform<SinkRecord> tag =
              transform(ofKey, "input.field", field, "on.failure", "tag")) {
        assertThatThrownBy(() -> fail.apply(record))
            .isInstanceOf(DataException.class)
            .hasMessageContaining("program=urgency, reason=" + reason)
            .hasMessageNotContaining(SECRET)
            .hasNoCause();

        assertThat(nothing.apply(record).headers()).isEmpty();

        SinkRecord labelled = byDefault.apply(record);
        assertThat(header(labelled, "paw.urgency.label")).isEqualTo("wait");
        assertThat(header(labelled, "paw.urgency.confidence")).isEqualTo(0.0);
        assertThat(header(labelled, "paw.urgency.program").toString()).startsWith("sha256:");
        assertThat(labelled.topic()).isEqualTo(TOPIC + "-wait");

        SinkRecord tagged = tag.apply(record);
        assertThat(header(tagged, "paw.urgency.failure.reason")).isEqualTo(reason);
        assertThat(header(tagged, "paw.urgency.failure.detail").toString())
            .isNotBlank()
            .doesNotContain(SECRET);
        assertThat(header(tagged, "paw.urgency.label")).isNull();
        assertThat(tagged.value()).isSameAs(record.value());
      }
    }
  }

  private static PawTransform<SinkRecord> transform(boolean ofKey, String... options) {
    return ofKey ? Fixtures.key(options) : Fixtures.value(options);
  }

  /** Records without input: a tombstone, a null, a missing field. */
  static Stream<Arguments> inputless() {
    return Stream.of(
        arguments(null, SchemaAndValue.NULL),
        arguments(null, new SchemaAndValue(Schema.OPTIONAL_STRING_SCHEMA, null)),
        arguments("after.text", SchemaAndValue.NULL),
        arguments("after.text", Shape.STRUCT.of(null)),
        arguments("after.text", new SchemaAndValue(Fixtures.TICKET, new Struct(Fixtures.TICKET))),
        arguments("after.text", Shape.MAP.of(null)),
        arguments("after.text", Shape.JSON_STRING.of(null)),
        arguments("missing.text", Shape.MAP.of(URGENT)),
        arguments("missing.text", Shape.JSON_BYTES.of(URGENT)));
  }

  @ParameterizedTest
  @MethodSource("inputless")
  void nullsFollowTheirPolicy(String field, SchemaAndValue value) {
    for (boolean ofKey : new boolean[] {true, false}) {
      SinkRecord record =
          ofKey ? record(value, SchemaAndValue.NULL) : record(SchemaAndValue.NULL, value);
      try (PawTransform<SinkRecord> keep =
              transform(ofKey, "input.field", field, "output.topic", "${label}");
          PawTransform<SinkRecord> drop =
              transform(ofKey, "input.field", field, "on.null", "drop");
          PawTransform<SinkRecord> fail =
              transform(ofKey, "input.field", field, "on.null", "failure");
          PawTransform<SinkRecord> tag =
              transform(ofKey, "input.field", field, "on.null", "failure", "on.failure", "tag")) {
        SinkRecord kept = keep.apply(record);
        assertThat(kept).isEqualTo(record);
        assertThat(kept.headers()).isEmpty();
        assertThat(drop.apply(record)).isNull();
        assertThatThrownBy(() -> fail.apply(record))
            .isInstanceOf(DataException.class)
            .hasMessageContaining("reason=null_input");
        assertThat(header(tag.apply(record), "paw.urgency.failure.reason")).isEqualTo("null_input");
      }
    }
  }

  @Test
  void aMissingHeaderIsANull() {
    try (PawTransform<SinkRecord> drop =
        Fixtures.value("input.header", "subject", "on.null", "drop")) {
      assertThat(drop.apply(record(Shape.STRING, URGENT))).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STRUCT", "MAP", "JSON_STRING", "JSON_BYTES"})
  void withoutAnOutcomeTheFieldIsThereAndNull(Shape shape) {
    try (PawTransform<SinkRecord> keep =
            Fixtures.value("input.field", "after.text", "output", "field");
        PawTransform<SinkRecord> tag =
            Fixtures.value("input.field", "id", "output", "field", "on.failure", "tag")) {
      String without =
          keep.apply(record(shape, null)).value() instanceof byte[] bytes
              ? new String(bytes, UTF_8)
              : keep.apply(record(shape, null)).value().toString();
      assertThat(without).containsPattern("urgency\"?[:=]null|paw=Struct\\{\\}");
      if (shape == Shape.STRUCT) {
        Struct value = (Struct) tag.apply(record(shape, URGENT)).value();
        Struct entry = value.getStruct("paw").getStruct("urgency");
        assertThat(entry.getString("label")).isNull();
        assertThat(entry.getStruct("failure").getString("reason")).isEqualTo("invalid_record");
        assertThat(keep.apply(record(shape, null)).valueSchema())
            .isEqualTo(keep.apply(record(shape, URGENT)).valueSchema());
      }
      SinkRecord tombstone = record(SchemaAndValue.NULL, SchemaAndValue.NULL);
      assertThat(keep.apply(tombstone)).isEqualTo(tombstone);
    }
  }

  @Test
  void aDeadlineMayBeTriedAgain() {
    // more work than a millisecond holds
    String text = "please help us ".repeat(90);
    try (PawTransform<SinkRecord> transform =
        Fixtures.value("deadline.ms", "1", "engine.cache.bytes", "0")) {
      assertThatThrownBy(() -> transform.apply(record(Shape.STRING, text)))
          .isInstanceOf(RetriableException.class)
          .hasMessageContaining("reason=deadline");
    }
  }

  @Test
  void noErrorOfTheJvmLeaves() {
    Map<String, Object> endless =
        new HashMap<>() {
          @Override
          public Object get(Object key) {
            throw new StackOverflowError();
          }
        };
    try (PawTransform<SinkRecord> transform =
            Fixtures.value("input.field", "a", "on.failure", "tag");
        PawPredicate<SinkRecord> predicate = new PawPredicate<>()) {
      predicate.configure(
          Map.of("program", Fixtures.program("urgency"), "labels", "wait", "input.field", "a"));
      for (var call :
          List.<ThrowingCallable>of(
              () -> transform.apply(record(null, endless)),
              () -> predicate.test(record(null, endless)))) {
        assertThatThrownBy(call)
            .isInstanceOf(ConnectException.class)
            .hasMessageContaining("error=java.lang.StackOverflowError");
      }
    }
  }
}
