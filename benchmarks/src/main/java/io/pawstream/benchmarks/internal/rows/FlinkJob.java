package io.pawstream.benchmarks.internal.rows;

import io.pawstream.benchmarks.internal.measure.Measured;
import io.pawstream.benchmarks.internal.measure.Round;
import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.report.Unit;
import io.pawstream.flink.Answered;
import io.pawstream.flink.Binding;
import io.pawstream.flink.PawStreams;
import io.pawstream.flink.PawTransform;
import io.pawstream.runtime.answer.Outcome;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;

/**
 * A Flink job in a local cluster of this process: a bounded source of the same records, the
 * program, a sink that forgets. Measured from the arrival of the first record at the program's
 * operator to that of the last answered one at the sink, so that starting and ending the job do not
 * count. One job at a time.
 */
final class FlinkJob implements Measured {
  private final Subject subject;
  private final boolean blocking;

  FlinkJob(Subject subject, boolean blocking) {
    this.subject = subject;
    this.blocking = blocking;
  }

  @Override
  public String key() {
    return blocking ? Rows.FLINK_MAP : Rows.FLINK_ASYNC;
  }

  @Override
  public String label() {
    return blocking
        ? "Flink map job, " + subject.callers() + " subtasks"
        : "Flink async job, capacity " + subject.inFlight();
  }

  @Override
  public Unit unit() {
    return Unit.RECORDS_PER_SECOND;
  }

  @Override
  public int grain() {
    return blocking ? subject.callers() : subject.inFlight();
  }

  @Override
  public String amountOf() {
    return blocking ? Rows.CALLERS : Rows.ENGINE;
  }

  @Override
  public Round run(int amount) throws Exception {
    RunningJob job = RunningJob.begin(subject.stream(), amount);
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    try (StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(
            blocking ? subject.callers() : 1, configuration)) {
      PawTransform<Long> transform =
          PawStreams.transform(env.fromSequence(0, amount - 1))
              .input(FlinkJob::arrive)
              .binding(Binding.of(subject.reference()).withOptions(subject.program()))
              .options(subject.options(subject.engine()))
              .capacity(subject.inFlight());
      (blocking ? transform.blocking() : transform)
          .apply()
          .map(FlinkJob::leave)
          .returns(Types.INT)
          .sinkTo(new DiscardingSink<>());
      env.execute(key());
    } finally {
      job.end();
    }
    return job.whole();
  }

  private static String arrive(Long number) {
    return RunningJob.running().arrive(number);
  }

  private static int leave(Answered<Long> record) {
    int answers = record.outcomes().stream().mapToInt(FlinkJob::isAnswer).sum();
    return RunningJob.running().leave(answers);
  }

  private static int isAnswer(@Nullable Outcome outcome) {
    return outcome == null ? 0 : BareEngine.answers(outcome);
  }

  @Override
  public void close() {
    // each run closes its own job
  }
}
