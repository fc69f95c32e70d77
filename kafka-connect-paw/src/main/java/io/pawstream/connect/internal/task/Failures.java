package io.pawstream.connect.internal.task;

import io.pawstream.connect.internal.config.OnFailure;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.FinishReason;
import io.pawstream.runtime.answer.Outcome;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** What becomes of failures. Stateless; any thread. */
public final class Failures {
  private Failures() {}

  /**
   * What the policy makes of an outcome.
   *
   * @param defaultLabel set where the policy asks for it
   * @return null where the record goes on without one
   * @throws ConnectException where failures fail, or the task is ending
   */
  public static @Nullable Outcome afterPolicy(
      OnFailure policy, @Nullable String defaultLabel, String program, Outcome outcome) {
    if (!(outcome instanceof Failure failure)) {
      return outcome;
    }
    if (policy == OnFailure.FAIL || failure.reason() == FailureReason.CLOSED) {
      throw unanswered(program, failure);
    }
    return switch (policy) {
      case FAIL -> throw unanswered(program, failure);
      case NULL -> null;
      case TAG -> failure;
      case DEFAULT_LABEL ->
          new Answer(
              Answer.Kind.LABEL,
              defaultLabel == null ? "" : defaultLabel,
              0,
              0,
              FinishReason.LABEL,
              false,
              failure.program(),
              List.of());
    };
  }

  /** A failure as the worker's error handling takes it; the record's text is never in it. */
  public static ConnectException unanswered(String program, Failure failure) {
    String message =
        "a record must have an answer where on.failure=fail: program="
            + program
            + ", reason="
            + failure.reason().code()
            + ", detail="
            + failure.detail();
    return failure.reason() == FailureReason.DEADLINE
        ? new RetriableException(message)
        : new DataException(message);
  }

  /** An error as an exception that the worker can handle. */
  public static ConnectException error(Error error) {
    return new ConnectException(
        "a record must be processed without an error of the JVM or its libraries: error="
            + error.getClass().getName()
            + "; the cause says where",
        error);
  }
}
