package io.pawstream.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** What the tests of this module share. */
final class Fixtures {
  static final String URGENT =
      "Production is down and customers cannot pay, please help immediately!";
  static final String HARMLESS = "Thank you for the nice newsletter, no reply needed.";
  static final String TOPIC = "messages";

  private static final Schema AFTER =
      SchemaBuilder.struct().field("text", Schema.OPTIONAL_STRING_SCHEMA).optional().build();
  static final Schema TICKET =
      SchemaBuilder.struct()
          .name("ticket")
          .version(3)
          .doc("A ticket.")
          .parameter("team", "support")
          .field("id", Schema.INT32_SCHEMA)
          .field("after", AFTER)
          .field("note", SchemaBuilder.string().optional().defaultValue("none").build())
          .build();

  private Fixtures() {}

  /** The ways a key or value may hold a text at {@code after.text}, or be one. */
  enum Shape {
    STRUCT,
    MAP,
    JSON_STRING,
    JSON_BYTES,
    STRING,
    BYTES,
    BUFFER;

    boolean hasFields() {
      return this == STRUCT || this == MAP || this == JSON_STRING || this == JSON_BYTES;
    }

    /** The text in this shape; a null text is a null field, or a null value. */
    SchemaAndValue of(String text) {
      if (!hasFields() && text == null) {
        return SchemaAndValue.NULL;
      }
      String json =
          "{\"id\":7,\"price\":1.10,\"after\":{\"text\":"
              + (text == null ? null : '"' + text + '"')
              + "}}";
      return switch (this) {
        case STRUCT ->
            new SchemaAndValue(
                TICKET,
                new Struct(TICKET).put("id", 7).put("after", new Struct(AFTER).put("text", text)));
        case MAP -> {
          Map<String, Object> after = new HashMap<>();
          after.put("text", text);
          yield new SchemaAndValue(null, Map.of("id", 7, "after", after));
        }
        case JSON_STRING -> new SchemaAndValue(Schema.STRING_SCHEMA, json);
        case JSON_BYTES -> new SchemaAndValue(Schema.OPTIONAL_BYTES_SCHEMA, json.getBytes(UTF_8));
        case STRING -> new SchemaAndValue(Schema.STRING_SCHEMA, text);
        case BYTES -> new SchemaAndValue(null, text.getBytes(UTF_8));
        case BUFFER ->
            new SchemaAndValue(Schema.BYTES_SCHEMA, ByteBuffer.wrap(text.getBytes(UTF_8)));
      };
    }
  }

  /** Path of a demonstration program. */
  static String program(String name) {
    return Path.of("..", "programs", name + ".paw").toString();
  }

  /** What a program answers, asked without Kafka Connect. */
  static Answer ask(String name, String text) {
    try (Paw paw = Paw.open();
        PawProgram program = paw.load(program(name))) {
      return (Answer) program.apply(text);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static SinkRecord record(SchemaAndValue key, SchemaAndValue value) {
    return new SinkRecord(
        TOPIC,
        5,
        key.schema(),
        key.value(),
        value.schema(),
        value.value(),
        11,
        1_700_000_000_000L,
        TimestampType.CREATE_TIME);
  }

  /** A record whose value has this shape. */
  static SinkRecord record(Shape shape, String text) {
    return record(SchemaAndValue.NULL, shape.of(text));
  }

  static SinkRecord record(Schema schema, Object value) {
    return record(SchemaAndValue.NULL, new SchemaAndValue(schema, value));
  }

  /** {@code options} as pairs of name and value. */
  static Map<String, String> options(String... options) {
    Map<String, String> all = new HashMap<>();
    all.put("programs", program("urgency"));
    for (int i = 0; i < options.length; i += 2) {
      if (options[i + 1] == null) {
        all.remove(options[i]);
      } else {
        all.put(options[i], options[i + 1]);
      }
    }
    return all;
  }

  static PawTransform<SinkRecord> value(String... options) {
    PawTransform<SinkRecord> transform = new PawTransform.Value<>();
    transform.configure(options(options));
    return transform;
  }

  static PawTransform<SinkRecord> key(String... options) {
    PawTransform<SinkRecord> transform = new PawTransform.Key<>();
    transform.configure(options(options));
    return transform;
  }
}
