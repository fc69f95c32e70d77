package io.pawstream.jobs.internal.label;

import io.pawstream.jobs.internal.report.Counts;
import io.pawstream.jobs.internal.report.Tally;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;

/** Runs a job to its end. Used by one thread. */
public final class LabelRun {
  private static final Duration POLL = Duration.ofMillis(250);

  private LabelRun() {}

  /**
   * What a run came to.
   *
   * @param counts what was written
   * @param startUp from the start to the first row: Flink, interpreter, programs
   * @param labelling from the first row to the finished file
   * @param meanMicroBatch mean inputs per micro-batch of the last answers; NaN where none is known
   */
  public record Result(
      Counts counts, Duration startUp, Duration labelling, double meanMicroBatch) {}

  /**
   * Runs the job to its end.
   *
   * @param progress told now and then what is done so far
   * @throws RunFailedException if it fails; only files whose rows are all written are there
   */
  public static Result of(LabelRequest request, Consumer<Counts> progress) {
    long start = System.currentTimeMillis();
    try (Staging staging = Staging.of(request.output())) {
      Thread removal = new Thread(staging::close, "label-files-staging");
      Runtime.getRuntime().addShutdownHook(removal);
      try {
        Counts counts = executed(request, staging, progress);
        long end = System.currentTimeMillis();
        long first = Math.min(end, counts.firstReadMillis());
        return new Result(
            counts,
            Duration.ofMillis(first - start),
            Duration.ofMillis(end - first),
            MicroBatches.takeMean());
      } finally {
        Runtime.getRuntime().removeShutdownHook(removal);
      }
    } catch (IOException e) {
      throw new RunFailedException(
          "the output could not be written: --output=" + request.output().location() + ": " + e, e);
    }
  }

  private static Counts executed(LabelRequest request, Staging staging, Consumer<Counts> progress) {
    try {
      JobClient job = LabelJob.of(request, staging.directory()).executeAsync("label-files");
      Map<String, Object> end = awaited(job, progress).getAllAccumulatorResults();
      Counts counts =
          end.get(Tally.NAME) instanceof Counts some
              ? some
              : Counts.none(request.programs().size());
      if (counts.files() != request.inputs().size()) {
        throw new RunFailedException(
            "every file must be written: files="
                + counts.files()
                + ", asked="
                + request.inputs().size(),
            null);
      }
      return counts;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunFailedException("the run was interrupted", e);
    } catch (RunFailedException e) {
      throw e;
    } catch (Exception e) {
      throw RunFailedException.becauseOf(e);
    }
  }

  private static JobExecutionResult awaited(JobClient job, Consumer<Counts> progress)
      throws InterruptedException, ExecutionException {
    CompletableFuture<JobExecutionResult> end = job.getJobExecutionResult();
    while (true) {
      try {
        return end.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        report(job, progress);
      }
    }
  }

  private static void report(JobClient job, Consumer<Counts> progress) throws InterruptedException {
    try {
      Object counts =
          job.getAccumulators().get(POLL.toMillis(), TimeUnit.MILLISECONDS).get(Tally.NAME);
      if (counts instanceof Counts some) {
        progress.accept(some);
      }
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      // the local cluster is starting or has just gone with the job: the result says which
    }
  }
}
