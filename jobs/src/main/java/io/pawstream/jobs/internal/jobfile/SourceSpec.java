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
 * @param field path of the text in a JSON object or Avro record; null where values are text
 * @param encoding how Avro values name their schema; null where values are not Avro
 * @param schema files of the schemas that Avro values are written with; empty where a registry has
 *     them
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
    @Nullable AvroEncoding encoding,
    List<String> schema,
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
      @JsonProperty("encoding") @Nullable AvroEncoding encoding,
      @JsonProperty("schema") @Nullable List<String> schema,
      @JsonProperty("properties") @Nullable Map<String, String> properties) {
    this.bootstrapServers = Values.required("source.bootstrap-servers", bootstrapServers);
    this.topics = Values.some("source.topics", topics);
    this.group = Values.textOrNull(group);
    this.start = Values.or(start, Start.COMMITTED);
    this.end = Values.or(end, End.NEVER);
    this.format = Values.or(format, SourceFormat.TEXT);
    this.field = Values.textOrNull(field);
    this.properties = Values.orNone(properties);
    this.schema = schema == null ? List.of() : Values.some("source.schema", schema);
    if (this.format == SourceFormat.TEXT) {
      needs("field", "JSON or Avro: source.format=text", this.field, "json or avro");
    } else {
      FieldPath.parse("source.field", Values.required("source.field", this.field));
    }
    if (this.format == SourceFormat.AVRO) {
      this.encoding = encoding(encoding, this.schema);
    } else {
      this.encoding = null;
      String rule = "Avro: source.format=" + this.format.code();
      needs("encoding", rule, encoding == null ? null : encoding.code(), "avro");
      needs("schema", rule, schema == null ? null : this.schema, "avro");
    }
  }

  private static AvroEncoding encoding(@Nullable AvroEncoding chosen, List<String> schema) {
    AvroEncoding encoding =
        Values.or(chosen, schema.isEmpty() ? AvroEncoding.REGISTRY : AvroEncoding.SINGLE_OBJECT);
    boolean fits =
        switch (encoding) {
          case REGISTRY -> schema.isEmpty();
          case SINGLE_OBJECT -> !schema.isEmpty();
          case BINARY -> schema.size() == 1;
        };
    if (!fits) {
      throw new JobFileException(
          "schemas are in a registry (source.encoding=registry) or in files of source.schema"
              + " (single-object; binary takes exactly one): source.encoding="
              + encoding.code()
              + ", source.schema="
              + schema);
    }
    return encoding;
  }

  private static void needs(String key, String rule, @Nullable Object value, String format) {
    if (value != null) {
      throw new JobFileException(
          "source."
              + key
              + " needs "
              + rule
              + ", source."
              + key
              + "="
              + value
              + "; remove it or set source.format to "
              + format);
    }
  }
}
