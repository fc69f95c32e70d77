package io.pawstream.runtime.engine.internal.program;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.Outcome;

/** The outcome of a walk, which a broken adapter may have spoilt. Stateless; any thread. */
public final class Outcomes {
  private Outcomes() {}

  /** An adapter may turn all logits into NaN, or only some: then the answer's numbers tell. */
  public static Outcome of(Walk walk, String digest) {
    Answer answer = walk.answer();
    double sum = answer.confidence() + answer.margin();
    return Double.isNaN(sum) ? broken("confidence + margin", sum, digest) : answer;
  }

  /** The failure for a number that is not finite. */
  public static Failure broken(String name, double value, String digest) {
    return new Failure(
        FailureReason.ENGINE,
        "The interpreter must give finite numbers: "
            + name
            + "="
            + value
            + "; the program's adapter is broken",
        digest);
  }
}
