package io.pawstream.jobs.internal.cli;

/** The command line, or a file that it names, cannot be used; nothing was started. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception that says the rule, the value and the cure. */
  public UsageException(String message) {
    super(message);
  }

  /** An exception with the message of {@code cause}, which says all that. */
  public UsageException(Throwable cause) {
    super(cause.getMessage(), cause);
  }

  /** The same with what was thrown underneath. */
  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
