package io.pawstream.jobs.internal.jobfile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job does: records of topics, asked about by programs, go on with their answers. Immutable;
 * any thread.
 *
 * @param name name of the job; also its consumer group and the beginning of its transactional ids
 *     where those are not given
 * @param source where the records come from
 * @param bindings the programs by the names of their answers, in the order of the file
 * @param sink where the records go
 * @param registry where schemas are; null where none is needed
 * @param flink options of Flink, {@code paw.*} included, except bindings
 */
public record JobFile(
    String name,
    SourceSpec source,
    Map<String, BindingSpec> bindings,
    SinkSpec sink,
    @Nullable RegistrySpec registry,
    Map<String, String> flink) {
  /** Checks what no key can check alone. */
  public JobFile(
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("source") @Nullable SourceSpec source,
      @JsonProperty("bindings") @Nullable Map<String, BindingSpec> bindings,
      @JsonProperty("sink") @Nullable SinkSpec sink,
      @JsonProperty("registry") @Nullable RegistrySpec registry,
      @JsonProperty("flink") @Nullable Map<String, String> flink) {
    this.name = Values.required("name", name);
    this.source = Values.required("source", source);
    this.bindings = Bindings.of(bindings);
    this.sink = Values.required("sink", sink);
    this.registry = registry;
    this.flink = Bindings.flinkOptions(flink);
    checkDeadLetters();
    checkRegistry();
    if (this.sink.format() == SinkFormat.FIELD && this.source.format() != SourceFormat.JSON) {
      throw new JobFileException(
          "sink.format=field writes into JSON: source.format="
              + this.source.format().code()
              + "; set source.format to json or sink.format to headers or avro");
    }
  }

  private void checkDeadLetters() {
    bindings.forEach(
        (binding, spec) -> {
          if (spec.onFailure() == FailureAction.DEAD_LETTER && sink.deadLetterTopic() == null) {
            throw new JobFileException(
                "dead letters need a topic: binding="
                    + binding
                    + ", on-failure=dead-letter; set sink.dead-letter-topic");
          }
        });
  }

  private void checkRegistry() {
    boolean read = source.encoding() == AvroEncoding.REGISTRY;
    boolean written = sinkEncoding() == AvroEncoding.REGISTRY;
    if ((read || written) && registry == null) {
      throw new JobFileException(
          (read ? "source" : "sink")
              + ".encoding=registry needs a registry: key=registry.url; add it"
              + (read ? ", or the writers' schemas as source.schema" : ""));
    }
    if (registry != null && !read && !written) {
      throw new JobFileException(
          "a registry is for Avro: nothing is read or written with it; remove registry, or set"
              + " source.format or sink.format to avro");
    }
    if ((sink.subject() != null || sink.register() != null) && !written) {
      throw new JobFileException(
          "sink.subject and sink.register need sink.encoding=registry: sink.format="
              + sink.format().code()
              + "; remove them, or set sink.format to avro and add a registry");
    }
  }

  /**
   * How Avro values that are written name their schema: as given, else in the registry where there
   * is one; null where they are not Avro.
   */
  public @Nullable AvroEncoding sinkEncoding() {
    if (sink.format() != SinkFormat.AVRO) {
      return null;
    }
    return Values.or(
        sink.encoding(), registry == null ? AvroEncoding.SINGLE_OBJECT : AvroEncoding.REGISTRY);
  }

  /** The consumer group: as given, else the name of the job. */
  public String group() {
    return Values.or(source.group(), name);
  }

  /** The beginning of transactional ids: as given, else the name of the job. */
  public String transactionalIdPrefix() {
    return Values.or(sink.transactionalIdPrefix(), name);
  }

  /** Where records are written: as given, else where they are read. */
  public String sinkServers() {
    return Values.or(sink.bootstrapServers(), source.bootstrapServers());
  }

  /** What becomes of failures of a binding. */
  public FailureAction onFailure(BindingSpec binding) {
    FailureAction usual =
        sink.deadLetterTopic() == null ? FailureAction.TAG : FailureAction.DEAD_LETTER;
    return Values.or(binding.onFailure(), usual);
  }
}
