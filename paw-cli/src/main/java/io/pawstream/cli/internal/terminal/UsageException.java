package io.pawstream.cli.internal.terminal;

/** The command line, or a file that it names, cannot be used; nothing was started. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception that says the rule, the value and the cure. */
  public UsageException(String message) {
    super(message);
  }

  /** The same with what was thrown underneath. */
  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same, said by what was thrown underneath. */
  public UsageException(RuntimeException cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
