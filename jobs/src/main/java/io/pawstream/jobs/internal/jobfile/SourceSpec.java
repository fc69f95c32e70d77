package io.pawstream.jobs.internal.jobfile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the records come from. Immutable; any thread.
 *
 * @param bootstrapServers brokers, as Kafka's option of that name
 * @param topics at least one
 * @param group consumer group; null takes the name of the job
 * @param start where reading begins when there is no checkpoint
 * @param end where it ends
 * @param format how values are read
 * @param field path of the text in a JSON object; null where values are text
 * @param properties further options of Kafka's consumer
 */
public record SourceSpec(
    String bootstrapServers,
    List<String> topics,
    @Nullable String group,
    Start start,
    End end,
    SourceFormat format,
    @Nullable String field,
    Map<String, String> properties) {

  /** Checks the values. */
  public SourceSpec(
      @JsonProperty("bootstrap-servers") @Nullable String bootstrapServers,
      @JsonProperty("topics") @Nullable List<String> topics,
      @JsonProperty("group") @Nullable String group,
      @JsonProperty("start") @Nullable Start start,
      @JsonProperty("end") @Nullable End end,
      @JsonProperty("format") @Nullable SourceFormat format,
      @JsonProperty("field") @Nullable String field,
      @JsonProperty("properties") @Nullable Map<String, String> properties) {
    this.bootstrapServers = Values.required("source.bootstrap-servers", bootstrapServers);
    this.topics = Values.some("source.topics", topics);
    this.group = Values.textOrNull(group);
    this.start = Values.or(start, Start.COMMITTED);
    this.end = Values.or(end, End.NEVER);
    this.format = Values.or(format, SourceFormat.TEXT);
    this.field = Values.textOrNull(field);
    this.properties = Values.orNone(properties);
    if (this.format == SourceFormat.JSON) {
      FieldPath.parse("source.field", Values.required("source.field", this.field));
    } else if (this.field != null) {
      throw new JobFileException(
          "source.field needs JSON: source.format=text, source.field="
              + this.field
              + "; remove it or set source.format to json");
    }
  }
}
