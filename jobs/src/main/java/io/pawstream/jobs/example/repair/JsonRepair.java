package io.pawstream.jobs.example.repair;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.flink.Answered;
import io.pawstream.flink.UnreadableRecordException;
import io.pawstream.jobs.example.ExampleJob;
import io.pawstream.jobs.example.ExampleJobs;
import io.pawstream.jobs.internal.jobfile.JobFile;
import io.pawstream.jobs.internal.topic.format.DeadLetters;
import io.pawstream.jobs.internal.topic.format.OutgoingRecord;
import io.pawstream.jobs.internal.topic.format.TopicHeader;
import io.pawstream.jobs.internal.topic.format.TopicRecord;
import io.pawstream.jobs.internal.topic.format.ValueInput;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters that are nearly JSON to JSON. Binding {@code repair} has either a label set, the
 * names of faults, each of which code repairs; or free text, the repaired JSON itself. A text that
 * does not parse yet is asked about again, a few times. Whatever the program says, {@link
 * RepairCheck} decides: what is not good stays a dead letter and says why.
 */
public final class JsonRepair implements ExampleJob {
  static final ConfigOption<Integer> PASSES =
      ConfigOptions.key("json-repair.passes")
          .intType()
          .defaultValue(3)
          .withDescription(
              "How often a program is asked about one text; each time one fault goes.");

  private static final int MOST_PASSES = 8;
  private static final String REPAIR = "repair";
  private static final String FAULTS = "paw.repair.faults";
  private static final String PROGRAM = "paw.repair.program";
  private static final OutputTag<OutgoingRecord> DONE =
      new OutputTag<>("done", TypeInformation.of(OutgoingRecord.class));

  @Override
  public String name() {
    return "json-repair";
  }

  @Override
  public List<String> bindings() {
    return List.of(REPAIR);
  }

  @Override
  public List<ConfigOption<?>> options() {
    return List.of(PASSES);
  }

  @Override
  public DataStream<OutgoingRecord> build(DataStream<TopicRecord> letters, JobFile job) {
    int passes = ExampleJobs.settings(job, this).get(PASSES);
    if (passes < 1 || passes > MOST_PASSES) {
      throw new IllegalArgumentException(
          "passes must be from 1 to " + MOST_PASSES + ": " + PASSES.key() + "=" + passes);
    }
    String topic = job.sink().topic();
    String dead = ExampleJobs.deadLetterTopic(job);
    SingleOutputStreamOperator<Repairing> open =
        letters
            .process(new Begin(dead))
            .returns(TypeInformation.of(Repairing.class))
            .name("letters")
            .uid("letters");
    DataStream<OutgoingRecord> done = open.getSideOutput(DONE);
    for (int pass = 1; pass <= passes; pass++) {
      open =
          ExampleJobs.asked(open, Repairing::text, job, REPAIR + '-' + pass, List.of(REPAIR))
              .process(new Step(topic, dead, pass == passes))
              .returns(TypeInformation.of(Repairing.class))
              .name("check-" + pass)
              .uid("check-" + pass);
      done = done.union(open.getSideOutput(DONE));
    }
    return done;
  }

  private static OutgoingRecord dead(String topic, TopicRecord letter, String program, String why) {
    return DeadLetters.of(
        topic, letter, REPAIR, new Failure(FailureReason.INVALID_RECORD, why, program));
  }

  /** Letters that no program can help leave. */
  private static final class Begin extends ProcessFunction<TopicRecord, Repairing> {
    private static final long serialVersionUID = 1L;

    private final ValueInput input = new ValueInput(null);
    private final String deadTopic;

    Begin(String deadTopic) {
      this.deadTopic = deadTopic;
    }

    @Override
    public void processElement(TopicRecord letter, Context context, Collector<Repairing> out) {
      String text;
      try {
        text = input.inputOf(letter);
      } catch (UnreadableRecordException e) {
        context.output(DONE, dead(deadTopic, letter, "", String.valueOf(e.getMessage())));
        return;
      }
      if (text == null) {
        context.output(DONE, dead(deadTopic, letter, "", "a letter must have a value"));
      } else if (RepairCheck.parses(text)) {
        context.output(
            DONE, dead(deadTopic, letter, "", "it is JSON already: it is dead for another reason"));
      } else {
        out.collect(new Repairing(letter, text, text, List.of()));
      }
    }
  }

  /** One answer is tried. */
  private static final class Step extends ProcessFunction<Answered<Repairing>, Repairing> {
    private static final long serialVersionUID = 1L;

    private final String topic;
    private final String deadTopic;
    private final boolean last;

    Step(String topic, String deadTopic, boolean last) {
      this.topic = topic;
      this.deadTopic = deadTopic;
      this.last = last;
    }

    @Override
    public void processElement(
        Answered<Repairing> answered, Context context, Collector<Repairing> out) {
      Repairing before = answered.record();
      Answer answer = answered.answer(REPAIR);
      if (answer == null) {
        Failure failure = answered.failure(REPAIR);
        context.output(
            DONE,
            failure == null
                ? dead(deadTopic, before.letter(), "", "the program gave no answer")
                : DeadLetters.of(deadTopic, before.letter(), REPAIR, failure));
        return;
      }
      Repairing tried = tried(before, answer);
      String why = why(before, tried, answer);
      if (why == null) {
        context.output(DONE, repaired(tried, answer.program()));
      } else if (why.isEmpty()) {
        out.collect(tried);
      } else {
        context.output(DONE, dead(deadTopic, before.letter(), answer.program(), why));
      }
    }

    private static Repairing tried(Repairing before, Answer answer) {
      return answer.isLabel()
          ? before.with(Fault.of(answer.value()).repair(before.text()).strip(), answer.value())
          : before.with(answer.value(), "text");
    }

    /** Why it stays a dead letter; null where it is repaired, empty where to go on. */
    private @Nullable String why(Repairing before, Repairing tried, Answer answer) {
      String faults = String.join(",", tried.faults());
      if (tried.text().equals(before.text())) {
        return "the program knew no repair that changes it: faults=" + faults;
      }
      return switch (RepairCheck.of(tried.original(), tried.text())) {
        case GOOD -> null;
        case CHANGED -> "the repair says something else than the letter: faults=" + faults;
        case UNPARSED ->
            last || !answer.isLabel() ? "it does not parse when repaired: faults=" + faults : "";
      };
    }

    private OutgoingRecord repaired(Repairing done, String program) {
      List<TopicHeader> headers = new ArrayList<>(done.letter().headers());
      headers.removeIf(
          header ->
              header.name().startsWith("paw.failure.")
                  || header.name().equals(FAULTS)
                  || header.name().equals(PROGRAM));
      headers.add(TopicHeader.of(FAULTS, String.join(",", done.faults())));
      headers.add(TopicHeader.of(PROGRAM, program));
      return OutgoingRecord.of(topic, done.letter(), done.text().getBytes(UTF_8), headers);
    }
  }
}
