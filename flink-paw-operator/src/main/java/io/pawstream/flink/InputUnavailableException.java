package io.pawstream.flink;

import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/**
 * An {@link InputExtractor} throws it where a record's input cannot be had now for a reason that
 * lies outside the record, such as a service that does not answer. It fails the task, so that the
 * record is read again after a restart; it never becomes a failure of the record.
 */
@PublicEvolving
public class InputUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception for the task.
   *
   * @param message the rule, the value and the cure; never the record's text
   */
  public InputUnavailableException(String message) {
    super(Objects.requireNonNull(message, "message"));
  }
}
