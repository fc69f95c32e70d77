package io.pawstream.jobs.internal.example;

import io.pawstream.jobs.example.ExampleJob;
import io.pawstream.jobs.example.ExampleJobs;
import io.pawstream.jobs.example.alerts.ServiceAlerts;
import io.pawstream.jobs.example.mail.MailTriage;
import io.pawstream.jobs.example.repair.JsonRepair;
import io.pawstream.jobs.example.search.SearchFilters;
import io.pawstream.jobs.internal.jobfile.JobFile;
import io.pawstream.jobs.internal.topic.TopicJob;
import io.pawstream.jobs.internal.topic.format.OutgoingRecord;
import io.pawstream.jobs.internal.topic.format.TopicRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The example jobs, between topics or files. Used while a job is built, by one thread. */
public final class Examples {
  private static final List<ExampleJob> ALL =
      List.of(new ServiceAlerts(), new MailTriage(), new JsonRepair(), new SearchFilters());

  private Examples() {}

  /** How they are called. */
  public static List<String> names() {
    return ALL.stream().map(ExampleJob::name).toList();
  }

  /** The example that is called {@code name}. */
  public static Optional<ExampleJob> named(String name) {
    return ALL.stream().filter(example -> example.name().equals(name)).findFirst();
  }

  /** An environment with the job between the topics of its job file. */
  public static StreamExecutionEnvironment betweenTopics(ExampleJob example, JobFile job) {
    StreamExecutionEnvironment env = environment(example, job);
    DataStream<TopicRecord> records =
        env.fromSource(TopicJob.source(job), example.watermarks(job), "records").uid("records");
    example.build(records, job).sinkTo(TopicJob.sink(job)).name("topics").uid("topics");
    return env;
  }

  /** An environment with the job from the lines of {@code input} to a file for each topic. */
  public static StreamExecutionEnvironment betweenFiles(
      ExampleJob example, JobFile job, Path input, Path staging) {
    StreamExecutionEnvironment env = environment(example, job);
    // a run starts over as a whole or not at all, and lines keep their order
    env.configure(
        new Configuration()
            .set(RestartStrategyOptions.RESTART_STRATEGY, "none")
            .set(CoreOptions.DEFAULT_PARALLELISM, 1));
    DataStream<TopicRecord> records =
        LineFiles.read(env, input).assignTimestampsAndWatermarks(example.watermarks(job));
    DataStream<OutgoingRecord> written = example.build(records, job);
    LineFiles.write(written, staging);
    return env;
  }

  private static StreamExecutionEnvironment environment(ExampleJob example, JobFile job) {
    ExampleJobs.settings(job, example);
    example.bindings().forEach(binding -> ExampleJobs.spec(job, binding));
    return StreamExecutionEnvironment.getExecutionEnvironment(TopicJob.configuration(job));
  }
}
