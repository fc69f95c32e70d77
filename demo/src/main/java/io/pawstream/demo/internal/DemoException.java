package io.pawstream.demo.internal;

/** Says why the demonstration cannot go on; the message is for people. */
public final class DemoException extends Exception {
  private static final long serialVersionUID = 1;

  public DemoException(String message) {
    super(message);
  }

  public DemoException(String message, Throwable cause) {
    super(message, cause);
  }
}
