package io.pawstream.jobs.internal.jobfile;

/** A job file or a flag cannot be used; the message says the rule, the value and the cure. */
public final class JobFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with such a message. */
  public JobFileException(String message) {
    super(message);
  }

  /** The same with what was thrown underneath. */
  public JobFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
