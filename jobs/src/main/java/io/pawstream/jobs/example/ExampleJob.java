package io.pawstream.jobs.example;

import io.pawstream.jobs.internal.jobfile.JobFile;
import io.pawstream.jobs.internal.topic.format.OutgoingRecord;
import io.pawstream.jobs.internal.topic.format.TopicRecord;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * A job from records to records, whatever they are read from. Programs, topics and options are
 * those of a job file. Used while a job is built, by one thread.
 */
public interface ExampleJob {

  /** How the job is called. */
  String name();

  /** Names of the bindings that a job file must have; none where the job takes what is there. */
  List<String> bindings();

  /** Options of its own, which stand under {@code flink} of a job file. */
  List<ConfigOption<?>> options();

  /** Event time; none where the job does not need any. */
  default WatermarkStrategy<TopicRecord> watermarks(JobFile job) {
    return WatermarkStrategy.noWatermarks();
  }

  /**
   * Adds the job's operators.
   *
   * @return what is to be written, each record with the topic that it goes to
   */
  DataStream<OutgoingRecord> build(DataStream<TopicRecord> records, JobFile job);
}
