package io.pawstream.runtime.program.internal;

/** Text from an untrusted file as it may stand in a message. */
public final class Shown {
  private static final int MAX_LENGTH = 100;

  private Shown() {}

  /** At most 100 characters; what is not printable ASCII becomes {@code ?}. */
  public static String of(String text) {
    String shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
    return shown
        .codePoints()
        .map(c -> c < ' ' || (c >= 0x7F && c != '…') ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
