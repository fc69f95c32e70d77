package io.pawstream.jobs.internal.topic;

import io.pawstream.flink.Answered;
import io.pawstream.flink.UnansweredRecordException;
import io.pawstream.flink.UnreadableRecordException;
import io.pawstream.jobs.internal.jobfile.FailureAction;
import io.pawstream.jobs.internal.topic.format.DeadLetters;
import io.pawstream.jobs.internal.topic.format.OutgoingRecord;
import io.pawstream.jobs.internal.topic.format.RecordFormat;
import io.pawstream.jobs.internal.topic.format.TopicRecord;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.Outcome;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the one topic that a record goes to and writes it in its form. Counts dead letters and
 * records to review. One thread.
 */
final class Router extends RichMapFunction<Answered<TopicRecord>, OutgoingRecord> {
  private static final long serialVersionUID = 1L;

  private final Topics topics;
  private final List<Rule> rules;
  private final RecordFormat format;
  private transient @Nullable Counter deadLetters;
  private transient @Nullable Counter reviews;

  Router(Topics topics, List<Rule> rules, RecordFormat format) {
    this.topics = topics;
    this.rules = List.copyOf(rules);
    this.format = format;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup group = getRuntimeContext().getMetricGroup().addGroup("paw");
    deadLetters = group.counter("deadLetters");
    reviews = group.counter("reviews");
  }

  /**
   * The record on its way.
   *
   * @throws UnansweredRecordException if it has a failure that is to fail the job
   */
  @Override
  public OutgoingRecord map(Answered<TopicRecord> answered) {
    TopicRecord record = answered.record();
    if (record.value() == null) {
      // a tombstone deletes what has its key in the topic after this one, too
      return OutgoingRecord.unchanged(topics.main(), record);
    }
    for (Rule rule : rules) {
      if (answered.outcome(rule.binding()) instanceof Failure failure) {
        if (rule.onFailure() == FailureAction.FAIL) {
          throw new UnansweredRecordException(rule.binding(), failure);
        }
        if (rule.onFailure() == FailureAction.DEAD_LETTER) {
          return deadLetter(record, rule.binding(), failure);
        }
      }
    }
    String review = isLow(answered) ? topics.review() : null;
    OutgoingRecord written;
    try {
      written = format.write(review == null ? topics.main() : review, answered);
    } catch (UnreadableRecordException e) {
      String program = programOf(answered);
      return deadLetter(
          record,
          rules.get(0).binding(),
          new Failure(e.reason(), Objects.requireNonNull(e.getMessage()), program));
    }
    if (review != null) {
      Objects.requireNonNull(reviews, "open() comes first").inc();
    }
    return written;
  }

  private boolean isLow(Answered<TopicRecord> answered) {
    return rules.stream().anyMatch(rule -> rule.isLow(answered));
  }

  private OutgoingRecord deadLetter(TopicRecord record, String binding, Failure failure) {
    Objects.requireNonNull(deadLetters, "open() comes first").inc();
    return DeadLetters.of(
        Objects.requireNonNull(topics.deadLetters(), "checked with the job file"),
        record,
        binding,
        failure);
  }

  private String programOf(Answered<TopicRecord> answered) {
    Outcome outcome = answered.outcome(rules.get(0).binding());
    return outcome == null ? "" : outcome.program();
  }

  /**
   * The topics that records go to.
   *
   * @param main topic of records with answers
   * @param review topic of records with an answer of low confidence; null for the main one
   * @param deadLetters topic of records without an answer; null where no rule sends them there
   */
  record Topics(String main, @Nullable String review, @Nullable String deadLetters)
      implements Serializable {}

  /**
   * What a binding does with its outcomes.
   *
   * @param binding its name
   * @param onFailure what becomes of failures
   * @param minConfidence answers of a lower confidence are to be reviewed; null for none
   */
  record Rule(String binding, FailureAction onFailure, @Nullable Double minConfidence)
      implements Serializable {

    boolean isLow(Answered<TopicRecord> answered) {
      Answer answer = answered.answer(binding);
      return minConfidence != null && answer != null && answer.confidence() < minConfidence;
    }
  }
}
