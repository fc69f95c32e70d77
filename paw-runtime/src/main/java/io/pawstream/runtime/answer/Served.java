package io.pawstream.runtime.answer;

import java.util.Objects;

/**
 * An outcome and what it took, for metrics.
 *
 * @param outcome the answer or failure
 * @param queueNanos time the input waited before its micro-batch began; 0 where none was needed
 * @param engineNanos time its micro-batch took; 0 where none was needed
 * @param microBatch inputs in its micro-batch; 0 where none was needed
 * @param cached whether the answer was a prepared one, or shared with an equal input in flight
 */
public record Served(
    Outcome outcome, long queueNanos, long engineNanos, int microBatch, boolean cached) {
  public Served {
    Objects.requireNonNull(outcome, "outcome");
  }

  /** An outcome that needed no engine. */
  public static Served atOnce(Outcome outcome) {
    return new Served(outcome, 0, 0, 0, false);
  }
}
