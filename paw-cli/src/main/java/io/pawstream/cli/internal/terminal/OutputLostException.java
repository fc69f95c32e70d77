package io.pawstream.cli.internal.terminal;

/** Standard output takes nothing any more: there is no use in going on. */
public final class OutputLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Made where a command looks whether it is still read. */
  public OutputLostException() {
    super("standard output must be writable", null, false, false);
  }
}
