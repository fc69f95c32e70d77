package io.pawstream.flink;

import io.pawstream.runtime.answer.Failure;
import org.apache.flink.annotation.PublicEvolving;

/** A record has a failure and its binding fails the job on failures. Never holds record text. */
@PublicEvolving
public final class UnansweredRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /**
   * An exception for the failure of one record.
   *
   * @param binding name of the binding
   * @param failure what went wrong
   */
  public UnansweredRecordException(String binding, Failure failure) {
    super(
        "a record must have an answer where the binding fails the job: binding="
            + binding
            + ", reason="
            + failure.reason().code()
            + ", detail="
            + failure.detail()
            + "; choose OnFailure.tag(), nullAnswer(), defaultLabel(..) or sideOutput(..), in SQL"
            + " 'error-handling-strategy' = 'ignore', to keep the job running");
    this.failure = failure;
  }

  /** What went wrong. */
  public Failure failure() {
    return failure;
  }
}
