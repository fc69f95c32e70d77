package io.pawstream.cli.internal.terminal;

/**
 * Colours where they are understood, plain text elsewhere. Immutable; any thread.
 *
 * @param colours whether they are
 */
public record Style(boolean colours) {
  /** What matters most. */
  public String strong(String part) {
    return in("\u001b[1m", part);
  }

  /** What matters least. */
  public String faint(String part) {
    return in("\u001b[2m", part);
  }

  /** What is as it should be. */
  public String good(String part) {
    return in("\u001b[32m", part);
  }

  /** What is not as it should be. */
  public String bad(String part) {
    return in("\u001b[31m", part);
  }

  /** Bars and curves. */
  public String mark(String part) {
    return in("\u001b[36m", part);
  }

  private String in(String code, String part) {
    return colours && !part.isEmpty() ? code + part + "\u001b[0m" : part;
  }
}
