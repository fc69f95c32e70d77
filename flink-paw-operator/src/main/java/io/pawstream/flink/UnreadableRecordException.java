package io.pawstream.flink;

import io.pawstream.runtime.answer.FailureReason;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/**
 * An {@link InputExtractor} throws it where it knows why a record has no input; the record's
 * outcomes are failures of that reason and with that message.
 */
@PublicEvolving
public final class UnreadableRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureReason reason;

  /**
   * An exception for one record.
   *
   * @param reason what kind of failure it becomes
   * @param detail the rule, the value and the cure; never the record's text
   */
  public UnreadableRecordException(FailureReason reason, String detail) {
    // thrown per record and never shown with its stack
    super(Objects.requireNonNull(detail, "detail"), null, false, false);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** What kind of failure it becomes. */
  public FailureReason reason() {
    return reason;
  }
}
