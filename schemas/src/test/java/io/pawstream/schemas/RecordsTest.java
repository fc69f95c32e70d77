package io.pawstream.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.answer.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordsTest {
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  @Test
  void aLabelledRecordComesBackAsItWas() throws IOException {
    PawAnswer answer =
        PawAnswer.newBuilder()
            .setKind(AnswerKind.label)
            .setValue("immediate")
            .setConfidence(0.98)
            .setMargin(3.9)
            .setFinish(FinishReason.label)
            .setProgram(DIGEST)
            .setScores(List.of(new LabelScore("immediate", -0.02, -0.03)))
            .build();
    PawFailure failure =
        PawFailure.newBuilder()
            .setReason(FailureReason.input_too_long)
            .setDetail("An input must fit the context window: tokens=900")
            .build();
    LabelledRecord record =
        LabelledRecord.newBuilder()
            .setOrigin(new Origin("tickets", 3, 4711L))
            .setTimestamp(Instant.ofEpochMilli(1_790_000_000_123L))
            .setPayload(ByteBuffer.wrap("the app does not start".getBytes(UTF_8)))
            .setHeaders(List.of(new Header("trace", null), new Header("trace", null)))
            .setAnswers(Map.of("urgency", answer, "routing", failure))
            .setLabelledAt(Instant.ofEpochMilli(1_790_000_000_456L))
            .build();

    ByteBuffer bytes = LabelledRecord.getEncoder().encode(record);

    assertThat(LabelledRecord.getDecoder().decode(bytes)).isEqualTo(record);
  }

  static Stream<Arguments> enums() {
    return Stream.of(
        Arguments.of(AnswerKind.values(), Answer.Kind.values()),
        Arguments.of(FinishReason.values(), io.pawstream.runtime.answer.FinishReason.values()),
        Arguments.of(FailureReason.values(), io.pawstream.runtime.answer.FailureReason.values()));
  }

  @ParameterizedTest
  @MethodSource("enums")
  void symbolsAreTheWordsOfTheRuntime(Enum<?>[] symbols, Enum<?>[] words) {
    List<String> expected =
        new ArrayList<>(
            Stream.of(words).map(word -> word.name().toLowerCase(Locale.ROOT)).toList());
    expected.add("unknown");
    assertThat(symbols).extracting(Enum::name).containsExactlyElementsOf(expected);
  }

  @Test
  void everythingIsDocumentedAndHasPlainTypes() {
    List<String> undocumented = new ArrayList<>();
    Schemas.in(Schemas.CURRENT)
        .values()
        .forEach(
            schema ->
                fields(
                    schema,
                    (record, field) -> {
                      if (field.doc() == null || !field.doc().endsWith(".")) {
                        undocumented.add(record.getName() + "." + field.name());
                      }
                    }));
    assertThat(undocumented).isEmpty();
  }

  /** Every field of a record and of the records in it. */
  static void fields(Schema schema, BiConsumer<Schema, Schema.Field> use) {
    switch (schema.getType()) {
      case RECORD -> {
        assertThat(schema.getNamespace()).isEqualTo("io.pawstream.schemas");
        assertThat(schema.getDoc()).isNotBlank();
        for (Schema.Field field : schema.getFields()) {
          use.accept(schema, field);
          fields(field.schema(), use);
        }
      }
      case ENUM -> assertThat(schema.getDoc()).isNotBlank();
      case UNION -> schema.getTypes().forEach(type -> fields(type, use));
      case ARRAY -> fields(schema.getElementType(), use);
      case MAP -> fields(schema.getValueType(), use);
      default -> {}
    }
  }
}
