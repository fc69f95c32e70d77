package io.pawstream.flink.internal;

import io.pawstream.flink.Binding;
import io.pawstream.flink.OnFailure;
import io.pawstream.flink.UnansweredRecordException;
import io.pawstream.flink.UnreadableRecordException;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.FinishReason;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.answer.Served;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/** A binding whose program is loaded. One thread; its futures complete on any. */
@Internal
public final class OpenBinding {
  private final Binding binding;
  private final PawProgram program;
  private final ProgramMetrics metrics;

  /**
   * A binding of what is loaded.
   *
   * @throws IllegalArgumentException if its default label is not in the program's label set
   */
  public OpenBinding(Binding binding, PawProgram program, MetricGroup operator) {
    binding.checkDefaultLabel(program.labels());
    this.binding = binding;
    this.program = program;
    Double named = binding.minConfidence();
    this.metrics =
        new ProgramMetrics(
            operator, binding.name(), named == null ? program.minConfidence() : named);
  }

  /** Hands the input over; never blocks. */
  public CompletableFuture<Timed> ask(@Nullable String input, long start) {
    metrics.asked();
    return program.serve(input).thenApply(served -> Timed.now(served, start));
  }

  /** A record whose input cannot be read. */
  CompletableFuture<Timed> refuse(UnreadableRecordException why, long start) {
    metrics.asked();
    Failure failure =
        new Failure(why.reason(), Objects.requireNonNull(why.getMessage()), program.digest());
    return CompletableFuture.completedFuture(Timed.now(Served.atOnce(failure), start));
  }

  /** The outcome where it is there, a failure {@code DEADLINE} where not; counted. */
  public Outcome take(CompletableFuture<Timed> asked, long start) {
    Timed timed = asked.isDone() ? asked.join() : Timed.now(Served.atOnce(late()), start);
    metrics.served(timed.served(), timed.nanos());
    return timed.served().outcome();
  }

  private Failure late() {
    return new Failure(
        FailureReason.DEADLINE,
        "an answer must come before the operator's timeout: binding="
            + binding.name()
            + "; raise the timeout or lower the capacity",
        program.digest());
  }

  /**
   * What the policy makes of an outcome. A side output keeps the failure: it is split off later.
   *
   * @throws UnansweredRecordException where failures fail the job
   */
  public @Nullable Outcome afterPolicy(Outcome outcome) {
    if (!(outcome instanceof Failure failure)) {
      return outcome;
    }
    OnFailure policy = binding.onFailure();
    if (policy instanceof OnFailure.Fail) {
      throw new UnansweredRecordException(binding.name(), failure);
    } else if (policy instanceof OnFailure.NullAnswer) {
      return null;
    } else if (policy instanceof OnFailure.DefaultLabel chosen) {
      return new Answer(
          Answer.Kind.LABEL,
          chosen.label(),
          0,
          0,
          FinishReason.LABEL,
          false,
          failure.program(),
          List.of());
    }
    return failure;
  }

  /**
   * An outcome and when it came.
   *
   * @param nanos from the record's arrival to the outcome
   */
  public record Timed(Served served, long nanos) {
    public static Timed now(Served served, long start) {
      return new Timed(served, System.nanoTime() - start);
    }
  }
}
