package io.pawstream.jobs.internal.jobfile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job over files does, in a job file of the same form as {@link JobFile}. Immutable; any
 * thread.
 *
 * @param name name of the job
 * @param source which files it reads
 * @param bindings the programs by the names of their answers, in the order of the file
 * @param sink which files it writes
 * @param flink options of Flink, {@code paw.*} included, except bindings
 */
public record FilesJob(
    String name,
    Source source,
    Map<String, BindingSpec> bindings,
    Sink sink,
    Map<String, String> flink) {

  /** The source; files are all it has. */
  public record Source(FilesSource files) {
    /** Checks that it is there. */
    public Source(@JsonProperty("files") @Nullable FilesSource files) {
      this.files = Values.required("source.files", files);
    }
  }

  /** The sink; files are all it has. */
  public record Sink(FilesSink files) {
    /** Checks that it is there. */
    public Sink(@JsonProperty("files") @Nullable FilesSink files) {
      this.files = Values.required("sink.files", files);
    }
  }

  /** Checks what no key can check alone. */
  public FilesJob(
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("source") @Nullable Source source,
      @JsonProperty("bindings") @Nullable Map<String, BindingSpec> bindings,
      @JsonProperty("sink") @Nullable Sink sink,
      @JsonProperty("flink") @Nullable Map<String, String> flink) {
    this.name = Values.required("name", name);
    this.source = Values.required("source", source);
    this.bindings = Bindings.of(bindings);
    this.sink = Values.required("sink", sink);
    this.flink = Bindings.flinkOptions(flink);
    this.bindings.forEach(FilesJob::checkFailureAction);
  }

  private static void checkFailureAction(String name, BindingSpec spec) {
    FailureAction action = spec.onFailure();
    if (action == FailureAction.DEAD_LETTER || action == FailureAction.DEFAULT_LABEL) {
      throw new JobFileException(
          "on-failure of files must be tag, null or fail: bindings."
              + name
              + ".on-failure="
              + action.code()
              + "; sink.files.failed-rows takes rows with failures to their own file");
    }
  }
}
