package io.pawstream.jobs.example;

import io.pawstream.flink.Answered;
import io.pawstream.flink.InputExtractor;
import io.pawstream.flink.PawStreams;
import io.pawstream.flink.PawTransform;
import io.pawstream.jobs.internal.jobfile.BindingSpec;
import io.pawstream.jobs.internal.jobfile.FailureAction;
import io.pawstream.jobs.internal.jobfile.FieldPath;
import io.pawstream.jobs.internal.jobfile.JobFile;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import io.pawstream.jobs.internal.topic.TopicJob;
import io.pawstream.jobs.internal.topic.format.TopicRecord;
import io.pawstream.jobs.internal.topic.format.ValueInput;
import io.pawstream.runtime.answer.Answer;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;

/** What example jobs have in common. Stateless; used while a job is built, by one thread. */
public final class ExampleJobs {
  private ExampleJobs() {}

  /**
   * Asks bindings of the job file about a stream. Failures stay with the record, for the job to
   * send where it wants them.
   *
   * @param step identity of the operator in savepoints
   */
  public static <T> SingleOutputStreamOperator<Answered<T>> asked(
      DataStream<T> records,
      InputExtractor<T> input,
      JobFile job,
      String step,
      List<String> bindings) {
    PawTransform<T> transform =
        PawStreams.transform(records)
            .input(input)
            .bindings(TopicJob.configuration(job))
            .name(step)
            .uid(step);
    for (String binding : bindings) {
      transform.binding(spec(job, binding).binding(binding, FailureAction.TAG));
    }
    return transform.apply();
  }

  /** The text of a record: its value, or the field that the job file names. */
  public static InputExtractor<TopicRecord> input(JobFile job) {
    String path = job.source().field();
    return new ValueInput(path == null ? null : FieldPath.parse("source.field", path));
  }

  /** A binding of the job file. */
  public static BindingSpec spec(JobFile job, String binding) {
    BindingSpec spec = job.bindings().get(binding);
    if (spec == null) {
      throw new JobFileException(
          "this job needs the binding: binding=" + binding + "; add it under bindings");
    }
    return spec;
  }

  /** Whether an answer is below the {@code min-confidence} of its binding. */
  public static boolean isLow(Answer answer, double minConfidence) {
    return answer.confidence() < minConfidence;
  }

  /** The bound below which answers are to be reviewed; 0 where there is none. */
  public static double minConfidence(JobFile job, String binding) {
    Double bound = spec(job, binding).minConfidence();
    return bound == null ? 0 : bound;
  }

  /** The dead letter topic, which these jobs cannot do without. */
  public static String deadLetterTopic(JobFile job) {
    return required("sink.dead-letter-topic", job.sink().deadLetterTopic());
  }

  /** The review topic, which jobs that look at confidence cannot do without. */
  public static String reviewTopic(JobFile job) {
    return required("sink.review-topic", job.sink().reviewTopic());
  }

  private static String required(String key, @Nullable String value) {
    if (value == null) {
      throw new JobFileException("this job needs the key: key=" + key + "; add it");
    }
    return value;
  }

  /**
   * The job's own options.
   *
   * @throws JobFileException if one does not exist or has a value that cannot be used
   */
  public static Configuration settings(JobFile job, ExampleJob example) {
    Configuration settings = TopicJob.configuration(job);
    List<String> known = example.options().stream().map(ConfigOption::key).toList();
    for (String key : job.flink().keySet()) {
      if (key.startsWith(example.name() + ".") && !known.contains(key)) {
        throw new JobFileException(
            "an option of this job must be known: key=flink." + key + ", known=" + known);
      }
    }
    for (ConfigOption<?> option : example.options()) {
      try {
        settings.get(option);
      } catch (IllegalArgumentException e) {
        throw new JobFileException(
            "an option must have a value of its type: key=flink."
                + option.key()
                + ", value="
                + job.flink().get(option.key()),
            e);
      }
    }
    return settings;
  }
}
