package io.pawstream.jobs.internal.topic.format;

import io.pawstream.flink.Answered;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leaves key and value as they were and puts outcomes into headers, one per member, in the form of
 * the Connect transform: {@code paw.urgency.label}. Headers of earlier answers under the same name
 * make way. Any thread.
 */
public final class HeaderFormat implements RecordFormat {
  private static final long serialVersionUID = 1L;
  private static final String PREFIX = "paw.";

  @Override
  public OutgoingRecord write(String topic, Answered<TopicRecord> answered) {
    TopicRecord record = answered.record();
    List<TopicHeader> headers = new ArrayList<>(record.headers());
    for (String name : answered.names()) {
      String prefix = PREFIX + name + '.';
      headers.removeIf(header -> header.name().startsWith(prefix));
      add(headers, prefix, answered.outcome(name));
    }
    return OutgoingRecord.of(topic, record, record.value(), headers);
  }

  private static void add(List<TopicHeader> headers, String prefix, @Nullable Outcome outcome) {
    if (outcome instanceof Answer answer) {
      headers.add(TopicHeader.of(prefix + (answer.isLabel() ? "label" : "text"), answer.value()));
      addFinite(headers, prefix + "confidence", answer.confidence());
      addFinite(headers, prefix + "margin", answer.margin());
      headers.add(TopicHeader.of(prefix + "finish", answer.finish().code()));
      headers.add(TopicHeader.of(prefix + "truncated", String.valueOf(answer.truncated())));
      headers.add(TopicHeader.of(prefix + "program", answer.program()));
    } else if (outcome instanceof Failure failure) {
      headers.add(TopicHeader.of(prefix + "failure.reason", failure.reason().code()));
      headers.add(TopicHeader.of(prefix + "failure.detail", failure.detail()));
    }
  }

  private static void addFinite(List<TopicHeader> headers, String name, double value) {
    if (Double.isFinite(value)) {
      headers.add(TopicHeader.of(name, String.valueOf(value)));
    }
  }
}
