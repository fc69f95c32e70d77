package io.pawstream.cli.internal;

/** The command line, or a file that it names, cannot be used; nothing was started. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception that says the rule, the value and the cure. */
  UsageException(String message) {
    super(message);
  }

  /** The same with what was thrown underneath. */
  UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
