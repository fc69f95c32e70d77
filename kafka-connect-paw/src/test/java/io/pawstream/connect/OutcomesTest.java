package io.pawstream.connect;

import static io.pawstream.connect.Fixtures.HARMLESS;
import static io.pawstream.connect.Fixtures.TICKET;
import static io.pawstream.connect.Fixtures.TOPIC;
import static io.pawstream.connect.Fixtures.URGENT;
import static io.pawstream.connect.Fixtures.ask;
import static io.pawstream.connect.Fixtures.program;
import static io.pawstream.connect.Fixtures.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.connect.Fixtures.Shape;
import io.pawstream.runtime.answer.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where inputs are read and outcomes are written. */
class OutcomesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Object header(ConnectRecord<?> record, String name) {
    Header header = record.headers().lastWithName(name);
    return header == null ? null : header.value();
  }

  private static void assertHeaders(ConnectRecord<?> record, String name, Answer expected) {
    assertThat(header(record, "paw." + name + ".label")).isEqualTo(expected.value());
    assertThat((Double) header(record, "paw." + name + ".confidence")).isBetween(0.0, 1.0);
    assertThat((Double) header(record, "paw." + name + ".margin")).isGreaterThanOrEqualTo(0);
    assertThat(header(record, "paw." + name + ".finish")).isEqualTo("label");
    assertThat(header(record, "paw." + name + ".truncated")).isEqualTo(false);
    assertThat(header(record, "paw." + name + ".program")).isEqualTo(expected.program());
    assertThat(header(record, "paw." + name + ".failure.reason")).isNull();
  }

  /** The payload as a tree, whatever its shape. */
  private static JsonNode tree(Object value) throws Exception {
    if (value instanceof Struct struct) {
      Map<String, Object> map = new HashMap<>();
      struct.schema().fields().forEach(field -> map.put(field.name(), plain(struct.get(field))));
      return JSON.valueToTree(map);
    }
    return value instanceof Map<?, ?>
        ? JSON.valueToTree(value)
        : value instanceof String text ? JSON.readTree(text) : JSON.readTree((byte[]) value);
  }

  private static Object plain(Object value) {
    if (!(value instanceof Struct struct)) {
      return value;
    }
    Map<String, Object> map = new HashMap<>();
    struct.schema().fields().forEach(field -> map.put(field.name(), plain(struct.get(field))));
    return map;
  }

  @ParameterizedTest
  @EnumSource
  void headersOfAKeyAndAValue(Shape shape) {
    String[] input = {"input.field", shape.hasFields() ? "after.text" : null};
    Answer expected = ask("urgency", URGENT);
    for (boolean ofKey : new boolean[] {true, false}) {
      SchemaAndValue asked = shape.of(URGENT);
      SchemaAndValue other = Shape.STRING.of("x");
      SinkRecord record = ofKey ? record(asked, other) : record(other, asked);
      record.headers().addString("paw.urgency.label", "old").addString("mine", "kept");
      try (PawTransform<SinkRecord> transform =
          ofKey ? Fixtures.key(input) : Fixtures.value(input)) {
        SinkRecord labelled = transform.apply(record);

        assertHeaders(labelled, "urgency", expected);
        assertThat(labelled.headers().allWithName("paw.urgency.label")).toIterable().hasSize(1);
        assertThat(header(labelled, "mine")).isEqualTo("kept");
        assertThat(labelled.key()).isSameAs(record.key());
        assertThat(labelled.value()).isSameAs(record.value());
        assertThat(labelled.keySchema()).isSameAs(record.keySchema());
        assertThat(labelled.valueSchema()).isSameAs(record.valueSchema());
        assertThat(labelled.topic()).isEqualTo(TOPIC);
        assertThat(labelled.kafkaPartition()).isEqualTo(5);
        assertThat(labelled.timestamp()).isEqualTo(record.timestamp());
        assertThat(labelled.kafkaOffset()).isEqualTo(11);
        assertThat(header(record, "paw.urgency.label")).isEqualTo("old");
        assertThat(record.headers()).hasSize(2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STRUCT", "MAP", "JSON_STRING", "JSON_BYTES"})
  void aFieldOfAKeyAndAValue(Shape shape) throws Exception {
    Answer expected = ask("urgency", URGENT);
    for (boolean ofKey : new boolean[] {true, false}) {
      SchemaAndValue asked = shape.of(URGENT);
      SinkRecord record =
          ofKey ? record(asked, SchemaAndValue.NULL) : record(SchemaAndValue.NULL, asked);
      String before = tree(asked.value()).toString();
      String[] options = {"input.field", "after.text", "output", "field"};
      try (PawTransform<SinkRecord> transform =
          ofKey ? Fixtures.key(options) : Fixtures.value(options)) {
        SinkRecord labelled = transform.apply(record);
        Object value = ofKey ? labelled.key() : labelled.value();
        JsonNode tree = tree(value);

        assertThat(tree.at("/paw/urgency/label").asText()).isEqualTo(expected.value());
        assertThat(tree.at("/paw/urgency/program").asText()).isEqualTo(expected.program());
        assertThat(tree.at("/paw/urgency/confidence").asDouble()).isBetween(0.0, 1.0);
        assertThat(tree.at("/paw/urgency/truncated").asBoolean()).isFalse();
        assertThat(tree.at("/after/text").asText()).isEqualTo(URGENT);
        assertThat(tree.get("id").asInt()).isEqualTo(7);
        assertThat(value).hasSameClassAs(value instanceof Map ? value : asked.value());
        assertThat(tree(asked.value()).toString()).isEqualTo(before);
        assertThat(labelled.headers()).isEmpty();
        if (shape == Shape.JSON_STRING) {
          assertThat((String) value).startsWith("{\"id\":7,\"price\":1.10,\"after\"");
        }
      }
    }
  }

  @Test
  void anExtendedSchemaKeepsWhatTheOldOneSays() {
    try (PawTransform<SinkRecord> transform =
        Fixtures.value("input.field", "after.text", "output", "field")) {
      SinkRecord first = transform.apply(record(Shape.STRUCT, URGENT));
      SinkRecord second = transform.apply(record(Shape.STRUCT, HARMLESS));
      Schema schema = first.valueSchema();

      assertThat(second.valueSchema()).isSameAs(schema);
      assertThat(schema.name()).isEqualTo("ticket");
      assertThat(schema.version()).isEqualTo(3);
      assertThat(schema.doc()).isEqualTo("A ticket.");
      assertThat(schema.parameters()).containsEntry("team", "support");
      assertThat(schema.field("note").schema()).isSameAs(TICKET.field("note").schema());
      assertThat(schema.field("paw").schema().isOptional()).isTrue();
      assertThat(schema.field("paw").schema().field("urgency").schema().isOptional()).isTrue();
      Struct value = (Struct) first.value();
      assertThat(value.getWithoutDefault("note")).isNull();
      assertThat(value.get("note")).isEqualTo("none");
      ConnectSchema.validateValue(schema, value);
    }
    assertThat(TICKET.field("paw")).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"STRUCT", "MAP", "JSON_STRING", "JSON_BYTES"})
  void entriesJoinThoseThatAreThere(Shape shape) throws Exception {
    try (PawTransform<SinkRecord> urgency =
            Fixtures.value("input.field", "after.text", "output", "field");
        PawTransform<SinkRecord> sentiment =
            Fixtures.value(
                "programs",
                "mood=" + program("sentiment") + "," + program("order"),
                "input.field",
                "after.text",
                "output",
                "field")) {
      SinkRecord once = urgency.apply(record(shape, URGENT));
      JsonNode tree = tree(urgency.apply(sentiment.apply(once)).value());

      assertThat(tree.at("/paw/urgency/label").asText()).isEqualTo(ask("urgency", URGENT).value());
      assertThat(tree.at("/paw/mood/label").asText()).isEqualTo(ask("sentiment", URGENT).value());
      assertThat(tree.at("/paw/order/text").asText()).isEqualTo(ask("order", URGENT).value());
      assertThat(tree.get("paw")).hasSize(3);
    }
  }

  @Test
  void aHeaderIsAnInput() {
    try (PawTransform<SinkRecord> transform = Fixtures.value("input.header", "subject")) {
      for (Object text : List.of(URGENT, URGENT.getBytes(UTF_8))) {
        SinkRecord tombstone = record(SchemaAndValue.NULL, SchemaAndValue.NULL);
        tombstone.headers().add("subject", text, null);
        assertHeaders(transform.apply(tombstone), "urgency", ask("urgency", URGENT));
      }
    }
  }

  @Test
  void aNameMayHoldDots() {
    try (PawTransform<SinkRecord> transform = Fixtures.value("input.field", "`a.b`.`c`")) {
      SinkRecord record = record(null, Map.of("a.b", Map.of("c", URGENT)));
      assertHeaders(transform.apply(record), "urgency", ask("urgency", URGENT));
    }
  }

  @Test
  void severalProgramsAreAskedAtOnce() {
    try (PawTransform<SinkRecord> transform =
        Fixtures.value("programs", program("urgency") + ", mood=" + program("sentiment"))) {
      SinkRecord labelled = transform.apply(record(Shape.STRING, HARMLESS));

      assertHeaders(labelled, "urgency", ask("urgency", HARMLESS));
      assertHeaders(labelled, "mood", ask("sentiment", HARMLESS));
    }
  }

  @Test
  void aLabelSetOfOnesOwn() {
    try (PawTransform<SinkRecord> transform = Fixtures.value("label.set", "now,later")) {
      assertThat(header(transform.apply(record(Shape.STRING, URGENT)), "paw.urgency.label"))
          .isIn("now", "later");
    }
  }

  @Test
  void freeTextHasNoLabel() {
    try (PawTransform<SinkRecord> transform =
        Fixtures.value("label.set", "", "max.tokens", "4", "output.header.prefix", "")) {
      SinkRecord labelled = transform.apply(record(Shape.STRING, URGENT));
      assertThat(header(labelled, "urgency.text")).isNotNull();
      assertThat(header(labelled, "urgency.label")).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tickets-${label}, tickets-%s",
    "${topic}.${label}, messages.%s",
    "${label.urgency}-${topic}, %s-messages"
  })
  void aLabelChoosesTheTopic(String pattern, String expected) {
    try (PawTransform<SinkRecord> transform =
        Fixtures.value("output", "none", "output.topic", pattern)) {
      for (String text : List.of(URGENT, HARMLESS)) {
        SinkRecord record = record(Shape.STRING, text);
        SinkRecord routed = transform.apply(record);

        assertThat(routed.topic()).isEqualTo(expected.formatted(ask("urgency", text).value()));
        assertThat(routed.kafkaPartition()).isEqualTo(5);
        assertThat(routed.originalTopic()).isEqualTo(TOPIC);
        assertThat(routed.originalKafkaPartition()).isEqualTo(5);
        assertThat(routed.headers()).isEmpty();
        assertThat(routed.value()).isSameAs(record.value());
      }
    }
  }

  @Test
  void theProducerChoosesThePartitionOfAnotherTopic() {
    try (PawTransform<SourceRecord> transform = new PawTransform.Value<>()) {
      transform.configure(Fixtures.options("output.topic", "${label}"));
      SourceRecord record = new SourceRecord(null, null, TOPIC, 5, null, URGENT);
      SourceRecord routed = transform.apply(record);

      assertThat(routed.topic()).isEqualTo(ask("urgency", URGENT).value());
      assertThat(routed.kafkaPartition()).isNull();
      assertThat(record.kafkaPartition()).isEqualTo(5);
    }
  }

  @Test
  void labelsBecomeLegalTopics() {
    try (PawTransform<SinkRecord> transform =
        Fixtures.value("label.set", "right now!,some day?", "output.topic", "${label}")) {
      assertThat(transform.apply(record(Shape.STRING, URGENT)).topic())
          .isIn("right_now_", "some_day_");
    }
  }

  @Test
  void anUncertainLabelChoosesNoTopic() {
    try (PawTransform<SinkRecord> transform =
        Fixtures.value("min.confidence", "1", "output.topic", "${label}", "label.set", "a,b,c")) {
      SinkRecord record = record(Shape.STRING, URGENT);
      SinkRecord labelled = transform.apply(record);
      assertThat(labelled.topic()).isEqualTo(TOPIC);
      assertThat(labelled.kafkaPartition()).isEqualTo(5);
      assertThat(header(labelled, "paw.urgency.label")).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a string", "[1]", "{\"paw\":1}"})
  void whatCannotCarryFieldsIsRefused(String value) {
    try (PawTransform<SinkRecord> transform =
        Fixtures.value("output", "field", "on.failure", "tag")) {
      for (SinkRecord record :
          List.of(
              record(Schema.STRING_SCHEMA, value),
              record(
                  SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build(),
                  Map.of("paw", value)),
              record(null, Map.of("paw", value)))) {
        assertThatThrownBy(() -> transform.apply(record))
            .isInstanceOf(DataException.class)
            .hasMessageContaining("type=")
            .hasMessageNotContaining(value);
      }
    }
  }
}
