package io.pawstream.jobs.internal.jobfile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
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
 * @param flink options of Flink, {@code paw.*} included, except bindings
 */
public record JobFile(
    String name,
    SourceSpec source,
    Map<String, BindingSpec> bindings,
    SinkSpec sink,
    Map<String, String> flink) {
  private static final Pattern BINDING = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final String BINDINGS_OF_FLINK = "paw.bindings.";

  /** Checks what no key can check alone. */
  public JobFile(
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("source") @Nullable SourceSpec source,
      @JsonProperty("bindings") @Nullable Map<String, BindingSpec> bindings,
      @JsonProperty("sink") @Nullable SinkSpec sink,
      @JsonProperty("flink") @Nullable Map<String, String> flink) {
    this.name = Values.required("name", name);
    this.source = Values.required("source", source);
    this.bindings =
        Collections.unmodifiableMap(new LinkedHashMap<>(Values.required("bindings", bindings)));
    this.sink = Values.required("sink", sink);
    this.flink = Values.orNone(flink);
    checkBindings();
    if (this.sink.format() == SinkFormat.FIELD && this.source.format() != SourceFormat.JSON) {
      throw new JobFileException(
          "sink.format=field writes into JSON: source.format="
              + this.source.format().code()
              + "; set source.format to json or sink.format to headers or avro");
    }
    for (String key : this.flink.keySet()) {
      if (key.startsWith(BINDINGS_OF_FLINK)) {
        throw new JobFileException(
            "bindings of a job file stand under bindings: key=flink." + key + "; move it there");
      }
    }
  }

  private void checkBindings() {
    if (bindings.isEmpty()) {
      throw new JobFileException("a job needs a binding: bindings=0; add one with its program");
    }
    bindings.forEach(
        (binding, spec) -> {
          if (!BINDING.matcher(binding).matches()) {
            throw new JobFileException(
                "the name of a binding has 1 to 64 letters, digits, _ and -: binding=" + binding);
          }
          Values.required("bindings." + binding, spec);
          if (spec.onFailure() == FailureAction.DEAD_LETTER && sink.deadLetterTopic() == null) {
            throw new JobFileException(
                "dead letters need a topic: binding="
                    + binding
                    + ", on-failure=dead-letter; set sink.dead-letter-topic");
          }
        });
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
