package io.pawstream.jobs.internal.avro;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.LabelScore;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.schemas.AnswerKind;
import io.pawstream.schemas.FailureReason;
import io.pawstream.schemas.FinishReason;
import io.pawstream.schemas.PawAnswer;
import io.pawstream.schemas.PawFailure;
import org.apache.avro.specific.SpecificRecord;

/** Outcomes as {@code PawAnswer} and {@code PawFailure}. Stateless; any thread. */
public final class AvroOutcomes {
  private AvroOutcomes() {}

  /** The answer or failure as a record. */
  public static SpecificRecord of(Outcome outcome) {
    return outcome instanceof Answer answer ? of(answer) : of((Failure) outcome);
  }

  private static PawAnswer of(Answer answer) {
    return new PawAnswer(
        answer.isLabel() ? AnswerKind.label : AnswerKind.text,
        answer.value(),
        answer.confidence(),
        answer.margin(),
        FinishReason.valueOf(answer.finish().code()),
        answer.truncated(),
        answer.program(),
        answer.scores().stream().map(AvroOutcomes::of).toList());
  }

  private static io.pawstream.schemas.LabelScore of(LabelScore score) {
    return new io.pawstream.schemas.LabelScore(
        score.label(), score.logProb(), score.logProbWithEnd());
  }

  private static PawFailure of(Failure failure) {
    return new PawFailure(
        FailureReason.valueOf(failure.reason().code()), failure.detail(), failure.program());
  }
}
