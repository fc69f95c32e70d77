package io.pawstream.jobs.example.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.flink.Answered;
import io.pawstream.jobs.example.ExampleJob;
import io.pawstream.jobs.example.ExampleJobs;
import io.pawstream.jobs.internal.jobfile.JobFile;
import io.pawstream.jobs.internal.topic.format.DeadLetters;
import io.pawstream.jobs.internal.topic.format.OutgoingRecord;
import io.pawstream.jobs.internal.topic.format.TopicRecord;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
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
 * Log lines to alerts. Binding {@code log} says {@code ALERT} of what a human must look at, {@code
 * phase} says {@code start}, {@code progress}, {@code finish} or another label of what a line means
 * for a job. Errors are told once per window, silent jobs after a while.
 */
public final class ServiceAlerts implements ExampleJob {
  static final ConfigOption<Duration> REPEAT_AFTER =
      option("repeat-after", Duration.ofMinutes(15), "Time in which an error is told once.");
  static final ConfigOption<Duration> STALL_AFTER =
      option("stall-after", Duration.ofMinutes(10), "Silence after which a job has stalled.");
  static final ConfigOption<Duration> LATE =
      option("late", Duration.ofSeconds(10), "How far lines may come behind later ones.");
  static final ConfigOption<Duration> AHEAD =
      option("ahead", Duration.ofMinutes(5), "How far a line may lie ahead of the clock.");
  static final ConfigOption<Duration> IDLE =
      option("idle", Duration.ofMinutes(1), "A partition without lines holds time back so long.");
  static final ConfigOption<Duration> STATE_TTL =
      option("state-ttl", Duration.ofDays(1), "Time of the clock after which state goes.");

  private static final String LOG = "log";
  private static final String PHASE = "phase";
  private static final OutputTag<OutgoingRecord> DEAD =
      new OutputTag<>("dead", TypeInformation.of(OutgoingRecord.class));

  private static ConfigOption<Duration> option(String key, Duration usual, String what) {
    return ConfigOptions.key("service-alerts." + key)
        .durationType()
        .defaultValue(usual)
        .withDescription(what);
  }

  @Override
  public String name() {
    return "service-alerts";
  }

  @Override
  public List<String> bindings() {
    return List.of(LOG, PHASE);
  }

  @Override
  public List<ConfigOption<?>> options() {
    return List.of(REPEAT_AFTER, STALL_AFTER, LATE, AHEAD, IDLE, STATE_TTL);
  }

  @Override
  public WatermarkStrategy<TopicRecord> watermarks(JobFile job) {
    Configuration settings = ExampleJobs.settings(job, this);
    LogReader reader = new LogReader(settings.get(AHEAD));
    Duration late = settings.get(LATE);
    return WatermarkStrategy.<TopicRecord>forGenerator(context -> new EventTimeSteps(late))
        .withTimestampAssigner((record, time) -> reader.timeOf(record))
        .withIdleness(settings.get(IDLE));
  }

  @Override
  public DataStream<OutgoingRecord> build(DataStream<TopicRecord> records, JobFile job) {
    Configuration settings = ExampleJobs.settings(job, this);
    LogReader reader = new LogReader(settings.get(AHEAD));
    SingleOutputStreamOperator<LogEvent> events =
        ExampleJobs.asked(records, reader, job, "paw", bindings())
            .process(
                new Events(
                    reader,
                    ExampleJobs.minConfidence(job, LOG),
                    ExampleJobs.minConfidence(job, PHASE),
                    ExampleJobs.deadLetterTopic(job)))
            .returns(TypeInformation.of(LogEvent.class))
            .name("events")
            .uid("events");
    Duration kept = settings.get(STATE_TTL);
    DataStream<Alert> errors =
        events
            .filter(LogEvent::alert)
            .keyBy(LogEvent::errorKey)
            .process(new RepeatedErrors(settings.get(REPEAT_AFTER), kept))
            .returns(TypeInformation.of(Alert.class))
            .name("repeated-errors")
            .uid("repeated-errors");
    DataStream<Alert> stalls =
        events
            .keyBy(LogEvent::serviceKey)
            .process(new StallTimer(settings.get(STALL_AFTER), kept))
            .returns(TypeInformation.of(Alert.class))
            .name("stall-timer")
            .uid("stall-timer");
    String topic = job.sink().topic();
    return errors
        .union(stalls)
        .map(alert -> written(topic, alert))
        .returns(TypeInformation.of(OutgoingRecord.class))
        .name("alerts")
        .union(events.getSideOutput(DEAD));
  }

  private static OutgoingRecord written(String topic, Alert alert) {
    try {
      return new OutgoingRecord(
          topic,
          alert.last(),
          (alert.host() + '/' + alert.service()).getBytes(StandardCharsets.UTF_8),
          Json.MAPPER.writeValueAsBytes(alert.members()),
          List.of());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("text and numbers cannot fail to be written", e);
    }
  }

  /** Made where it is needed: it cannot travel. */
  private static final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();
  }

  /** Answers to events; lines without an answer become dead letters. */
  private static final class Events extends ProcessFunction<Answered<TopicRecord>, LogEvent> {
    private static final long serialVersionUID = 1L;

    private final LogReader reader;
    private final double sureOfAlert;
    private final double sureOfPhase;
    private final String deadLetterTopic;

    Events(LogReader reader, double sureOfAlert, double sureOfPhase, String deadLetterTopic) {
      this.reader = reader;
      this.sureOfAlert = sureOfAlert;
      this.sureOfPhase = sureOfPhase;
      this.deadLetterTopic = deadLetterTopic;
    }

    @Override
    public void processElement(
        Answered<TopicRecord> answered, Context context, Collector<LogEvent> out) {
      for (String name : List.of(LOG, PHASE)) {
        Failure failure = answered.failure(name);
        if (failure != null) {
          context.output(DEAD, DeadLetters.of(deadLetterTopic, answered.record(), name, failure));
          return;
        }
      }
      LogLine line = reader.read(answered.record());
      String log = sure(answered.answer(LOG), sureOfAlert);
      LogEvent.Phase phase = phase(sure(answered.answer(PHASE), sureOfPhase));
      out.collect(
          new LogEvent(
              line.time(),
              line.host(),
              line.service(),
              line.message(),
              // two programs look at a line: what is progress for one is no error for the job
              log.equals("ALERT") && phase != LogEvent.Phase.PROGRESS,
              phase));
    }

    /** The label; empty where there is none that is sure enough. */
    private static String sure(@Nullable Answer answer, double minConfidence) {
      return answer == null || ExampleJobs.isLow(answer, minConfidence) ? "" : answer.value();
    }

    private static LogEvent.Phase phase(String label) {
      return switch (label.toLowerCase(Locale.ROOT)) {
        case "start" -> LogEvent.Phase.START;
        case "progress" -> LogEvent.Phase.PROGRESS;
        case "finish" -> LogEvent.Phase.FINISH;
        default -> LogEvent.Phase.OTHER;
      };
    }
  }
}
