package io.pawstream.jobs.internal.cli;

import io.pawstream.jobs.internal.files.Compression;
import io.pawstream.jobs.internal.files.FileFormat;
import io.pawstream.jobs.internal.jobfile.FailureAction;
import io.pawstream.jobs.internal.jobfile.FilesJob;
import io.pawstream.jobs.internal.jobfile.FilesSink;
import io.pawstream.jobs.internal.jobfile.FilesSource;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import io.pawstream.jobs.internal.jobfile.read.JobFileReader;
import io.pawstream.jobs.internal.label.FailurePolicy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fills options from a job file. Any thread. */
final class FilesJobOptions {
  private static final String PARALLELISM = "parallelism.default";
  private static final String MODE = "execution.runtime-mode";

  private FilesJobOptions() {}

  /**
   * Reads the job file in {@code args}, which the flags after it may change.
   *
   * @return whether the job is to be run; false with {@code --check}
   * @throws JobFileException if it cannot be used
   */
  static boolean fill(LabelFilesOptions options, String... args) {
    JobArguments arguments = JobArguments.of(args);
    options.verbose = arguments.verbose();
    FilesJob job = JobFileReader.read(FilesJob.class, arguments.file(), arguments.flags());
    FilesSource source = job.source().files();
    FilesSink sink = job.sink().files();
    options.inputs = source.paths();
    options.format = constant(FileFormat.class, source.format());
    options.field = source.field();
    options.output = Path.of(sink.path());
    options.outputFormat = constant(FileFormat.class, sink.format());
    options.compress = constant(Compression.class, sink.compress());
    options.partitionBy = sink.partitionBy();
    options.failedRows = sink.failedRows() == null ? null : Path.of(sink.failedRows());
    options.bindings = job.bindings();
    options.onFailure = policy(job);
    options.lowConfidence = lowConfidence(job);
    options.parallelism = parallelism(job.flink());
    Map<String, String> flink = new HashMap<>(job.flink());
    options.mode.streaming = "streaming".equalsIgnoreCase(flink.remove(MODE));
    flink.remove(PARALLELISM);
    options.flink = flink;
    return !arguments.check();
  }

  private static <E extends Enum<E>> @Nullable E constant(Class<E> type, @Nullable Enum<?> code) {
    return code == null ? null : Enum.valueOf(type, code.name());
  }

  private static FailurePolicy policy(FilesJob job) {
    Set<FailureAction> actions = new LinkedHashSet<>();
    job.bindings()
        .values()
        .forEach(b -> actions.add(b.onFailure() == null ? FailureAction.TAG : b.onFailure()));
    if (actions.size() > 1) {
      throw new JobFileException(
          "programs of files must agree on failures: on-failure="
              + actions.stream().map(FailureAction::code).toList()
              + "; choose one of tag, null and fail");
    }
    return FailurePolicy.valueOf(actions.iterator().next().name());
  }

  /** The bound of the summary is one for all programs: the highest that is given. */
  private static double lowConfidence(FilesJob job) {
    return job.bindings().values().stream()
        .filter(binding -> binding.minConfidence() != null)
        .mapToDouble(binding -> binding.minConfidence() == null ? 0 : binding.minConfidence())
        .max()
        .orElse(0.7);
  }

  private static int parallelism(Map<String, String> flink) {
    String value = flink.getOrDefault(PARALLELISM, "1");
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new JobFileException(
          "flink.parallelism.default must be a number: flink.parallelism.default=" + value, e);
    }
  }
}
