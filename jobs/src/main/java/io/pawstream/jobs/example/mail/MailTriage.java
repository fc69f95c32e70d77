package io.pawstream.jobs.example.mail;

import io.pawstream.flink.Answered;
import io.pawstream.flink.InputExtractor;
import io.pawstream.flink.UnreadableRecordException;
import io.pawstream.jobs.example.ExampleJob;
import io.pawstream.jobs.example.ExampleJobs;
import io.pawstream.jobs.internal.jobfile.JobFile;
import io.pawstream.jobs.internal.topic.format.DeadLetters;
import io.pawstream.jobs.internal.topic.format.FieldFormat;
import io.pawstream.jobs.internal.topic.format.OutgoingRecord;
import io.pawstream.jobs.internal.topic.format.TopicRecord;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Mails to teams, by two programs in a chain. Binding {@code urgency} decides about every mail,
 * {@code team} is asked only about those that are tickets: a mail that can wait costs one call.
 *
 * <p>A ticket goes to {@code sink.topic} with {@code -} and its team behind it, what can wait to
 * {@code sink.topic} with {@code -later}; what a program is not sure of goes to people.
 */
public final class MailTriage implements ExampleJob {
  static final ConfigOption<List<String>> TICKETS =
      ConfigOptions.key("mail-triage.tickets")
          .stringType()
          .asList()
          .defaultValues("immediate")
          .withDescription("Labels of the first program that make a mail a ticket.");

  private static final String URGENCY = "urgency";
  private static final String TEAM = "team";
  private static final String LATER = "later";
  private static final OutputTag<OutgoingRecord> DONE =
      new OutputTag<>("done", TypeInformation.of(OutgoingRecord.class));

  @Override
  public String name() {
    return "mail-triage";
  }

  @Override
  public List<String> bindings() {
    return List.of(URGENCY, TEAM);
  }

  @Override
  public List<ConfigOption<?>> options() {
    return List.of(TICKETS);
  }

  @Override
  public DataStream<OutgoingRecord> build(DataStream<TopicRecord> mails, JobFile job) {
    Configuration settings = ExampleJobs.settings(job, this);
    InputExtractor<TopicRecord> input = ExampleJobs.input(job);
    SingleOutputStreamOperator<TopicRecord> tickets =
        ExampleJobs.asked(mails, input, job, "urgency", List.of(URGENCY))
            .process(new Sort(job, settings.get(TICKETS)))
            .returns(TypeInformation.of(TopicRecord.class))
            .name("tickets")
            .uid("tickets");
    SingleOutputStreamOperator<OutgoingRecord> routed =
        ExampleJobs.asked(tickets, input, job, "team", List.of(TEAM))
            .process(new Route(job))
            .returns(TypeInformation.of(OutgoingRecord.class))
            .name("teams")
            .uid("teams");
    return routed.union(tickets.getSideOutput(DONE));
  }

  /** What both steps do with an outcome. */
  private abstract static class Step<T> extends ProcessFunction<Answered<TopicRecord>, T> {
    private static final long serialVersionUID = 1L;

    private final String topic;
    private final String binding;
    private final FieldFormat format;
    private final double minConfidence;
    private final String reviewTopic;
    private final String deadLetterTopic;

    Step(JobFile job, String binding) {
      this.binding = binding;
      topic = job.sink().topic();
      format = new FieldFormat(job.sink().field());
      minConfidence = ExampleJobs.minConfidence(job, binding);
      reviewTopic = ExampleJobs.reviewTopic(job);
      deadLetterTopic = ExampleJobs.deadLetterTopic(job);
    }

    /** The label; null where there is none that is sure enough. */
    final @Nullable String sureLabel(Answered<TopicRecord> answered) {
      Answer answer = answered.answer(binding);
      return answer == null || ExampleJobs.isLow(answer, minConfidence) ? null : answer.value();
    }

    /** The mail with its answer: to {@code end} of the topic, to people, or a dead letter. */
    final OutgoingRecord written(Answered<TopicRecord> answered, @Nullable String end) {
      Failure failure = answered.failure(binding);
      if (failure == null) {
        try {
          return format.write(end == null ? reviewTopic : topic + '-' + end, answered);
        } catch (UnreadableRecordException e) {
          failure = new Failure(e.reason(), String.valueOf(e.getMessage()), "");
        }
      }
      return DeadLetters.of(deadLetterTopic, answered.record(), binding, failure);
    }
  }

  /** Mails that need no second program leave. */
  private static final class Sort extends Step<TopicRecord> {
    private static final long serialVersionUID = 1L;

    private final List<String> tickets;

    Sort(JobFile job, List<String> tickets) {
      super(job, URGENCY);
      this.tickets = List.copyOf(tickets);
    }

    @Override
    public void processElement(
        Answered<TopicRecord> answered, Context context, Collector<TopicRecord> out) {
      String label = sureLabel(answered);
      OutgoingRecord written = written(answered, label == null ? null : LATER);
      if (label != null && tickets.contains(label) && written.topic().endsWith('-' + LATER)) {
        out.collect(answered.record().withValue(written.value()));
      } else {
        context.output(DONE, written);
      }
    }
  }

  /** Tickets go to their teams. */
  private static final class Route extends Step<OutgoingRecord> {
    private static final long serialVersionUID = 1L;

    Route(JobFile job) {
      super(job, TEAM);
    }

    @Override
    public void processElement(
        Answered<TopicRecord> answered, Context context, Collector<OutgoingRecord> out) {
      out.collect(written(answered, sureLabel(answered)));
    }
  }
}
