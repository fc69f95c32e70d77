package io.pawstream.cli.internal.terminal;

/** How a command ends. */
public final class ExitStatus {
  /** The command did what it was asked. */
  public static final int DONE = 0;

  /** It failed. */
  public static final int FAILED = 1;

  /** The command line or a file that it names cannot be used. */
  public static final int USAGE = 2;

  /** It ran to its end, and what it looked at is not as it should be. */
  public static final int FOUND_WANTING = 3;

  private ExitStatus() {}
}
