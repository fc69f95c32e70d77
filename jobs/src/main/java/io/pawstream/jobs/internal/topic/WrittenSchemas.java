package io.pawstream.jobs.internal.topic;

import io.pawstream.jobs.internal.jobfile.AvroEncoding;
import io.pawstream.jobs.internal.jobfile.JobFile;
import io.pawstream.jobs.internal.jobfile.SinkSpec;
import io.pawstream.jobs.internal.registry.SchemaRegistry;
import io.pawstream.schemas.LabelledRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The schema of what a job writes, in a registry: asked for once, before the job starts. */
final class WrittenSchemas {
  private WrittenSchemas() {}

  /**
   * The id for each topic that labelled records go to; none where no registry is written with.
   *
   * @throws io.pawstream.jobs.internal.jobfile.JobFileException if the schema does not fit a
   *     subject, or is not there and must not be registered
   * @throws io.pawstream.jobs.internal.registry.SchemaRegistryException if the registry does not
   *     answer
   */
  static Map<String, Integer> ids(JobFile job) {
    Map<String, Integer> ids = new HashMap<>();
    if (job.sinkEncoding() == AvroEncoding.REGISTRY) {
      SchemaRegistry registry = new SchemaRegistry(Objects.requireNonNull(job.registry()));
      SinkSpec sink = job.sink();
      ids.put(sink.topic(), id(registry, sink, sink.topic()));
      if (sink.reviewTopic() != null) {
        ids.put(sink.reviewTopic(), id(registry, sink, sink.reviewTopic()));
      }
    }
    return ids;
  }

  private static int id(SchemaRegistry registry, SinkSpec sink, String topic) {
    return registry.idOf(sink.subjectOf(topic), LabelledRecord.getClassSchema(), sink.registers());
  }
}
