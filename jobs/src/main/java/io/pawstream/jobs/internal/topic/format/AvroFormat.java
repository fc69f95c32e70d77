package io.pawstream.jobs.internal.topic.format;

import io.pawstream.flink.Answered;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.LabelScore;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.schemas.AnswerKind;
import io.pawstream.schemas.FailureReason;
import io.pawstream.schemas.FinishReason;
import io.pawstream.schemas.Header;
import io.pawstream.schemas.LabelledRecord;
import io.pawstream.schemas.Origin;
import io.pawstream.schemas.PawAnswer;
import io.pawstream.schemas.PawFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LabelledRecord} in Avro's single-object encoding as the value, which names its schema by
 * fingerprint and needs no registry; key and headers stay beside it as well. Any thread.
 */
public final class AvroFormat implements RecordFormat {
  private static final long serialVersionUID = 1L;

  @Override
  public OutgoingRecord write(String topic, Answered<TopicRecord> answered) {
    TopicRecord record = answered.record();
    LabelledRecord labelled =
        LabelledRecord.newBuilder()
            .setOrigin(new Origin(record.topic(), record.partition(), record.offset()))
            .setTimestamp(
                record.timestamp() == TopicRecord.NO_TIMESTAMP
                    ? null
                    : Instant.ofEpochMilli(record.timestamp()))
            .setKey(buffer(record.key()))
            .setPayload(buffer(record.value()))
            .setHeaders(headers(record))
            .setAnswers(answers(answered))
            .setLabelledAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
            .build();
    return OutgoingRecord.of(topic, record, encoded(labelled), record.headers());
  }

  private static byte[] encoded(LabelledRecord record) {
    try {
      ByteBuffer bytes = LabelledRecord.getEncoder().encode(record);
      byte[] value = new byte[bytes.remaining()];
      bytes.get(value);
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException("a record in memory cannot fail to be encoded", e);
    }
  }

  private static List<Header> headers(TopicRecord record) {
    return record.headers().stream().map(h -> new Header(h.name(), buffer(h.value()))).toList();
  }

  private static Map<String, Object> answers(Answered<TopicRecord> answered) {
    Map<String, Object> answers = new LinkedHashMap<>();
    for (String name : answered.names()) {
      Outcome outcome = answered.outcome(name);
      if (outcome instanceof Answer answer) {
        answers.put(name, of(answer));
      } else if (outcome instanceof Failure failure) {
        answers.put(name, of(failure));
      }
    }
    return answers;
  }

  private static PawAnswer of(Answer answer) {
    return new PawAnswer(
        answer.isLabel() ? AnswerKind.label : AnswerKind.text,
        answer.value(),
        answer.confidence(),
        answer.margin(),
        FinishReason.valueOf(answer.finish().code()),
        answer.truncated(),
        answer.program(),
        answer.scores().stream().map(AvroFormat::of).toList());
  }

  private static io.pawstream.schemas.LabelScore of(LabelScore score) {
    return new io.pawstream.schemas.LabelScore(
        score.label(), score.logProb(), score.logProbWithEnd());
  }

  private static PawFailure of(Failure failure) {
    return new PawFailure(
        FailureReason.valueOf(failure.reason().code()), failure.detail(), failure.program());
  }

  private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }
}
