package io.pawstream.jobs.example.repair;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of text that is nearly JSON. Immutable; any thread.
 *
 * @param kind what it is
 * @param text the piece, quotes included
 */
record JsonToken(Kind kind, String text) {
  private static final String PUNCTUATION = "{}[]:,";

  /** What a piece is. */
  enum Kind {
    /** A text in quotes of either kind; the last one may lack its end. */
    STRING,
    /** A number, a literal, a name without quotes. */
    WORD,
    /** A bracket, a colon or a comma. */
    MARK,
    SPACE
  }

  /** The pieces of a text; joined they are the text. */
  static List<JsonToken> of(String text) {
    List<JsonToken> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      Kind kind = kind(c);
      int end =
          switch (kind) {
            case STRING -> c == '"' ? doubleQuoted(text, at) : singleQuoted(text, at);
            case MARK -> at + 1;
            default -> run(text, at, kind);
          };
      tokens.add(new JsonToken(kind, text.substring(at, end)));
      at = end;
    }
    return tokens;
  }

  private static Kind kind(char c) {
    if (c == '"' || c == '\'') {
      return Kind.STRING;
    }
    if (PUNCTUATION.indexOf(c) >= 0) {
      return Kind.MARK;
    }
    return Character.isWhitespace(c) ? Kind.SPACE : Kind.WORD;
  }

  private static int run(String text, int from, Kind kind) {
    int end = from + 1;
    while (end < text.length() && kind(text.charAt(end)) == kind) {
      end++;
    }
    return end;
  }

  private static int doubleQuoted(String text, int from) {
    for (int i = from + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        return i + 1;
      }
    }
    return text.length();
  }

  /** Ends at a quote that something of JSON follows: an apostrophe is inside. */
  private static int singleQuoted(String text, int from) {
    for (int i = from + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '\'' && ends(text, i + 1)) {
        return i + 1;
      }
    }
    return text.length();
  }

  private static boolean ends(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at == text.length() || ",:}]".indexOf(text.charAt(at)) >= 0;
  }

  boolean is(String mark) {
    return kind == Kind.MARK && text.equals(mark);
  }

  boolean isOpening() {
    return is("{") || is("[");
  }

  boolean isClosing() {
    return is("}") || is("]");
  }

  boolean isValue() {
    return kind == Kind.STRING || kind == Kind.WORD;
  }

  boolean isClosedString() {
    return kind == Kind.STRING && text.length() > 1 && closes();
  }

  private boolean closes() {
    char quote = text.charAt(0);
    return (quote == '"' ? doubleQuoted(text, 0) : singleQuoted(text, 0)) == text.length()
        && text.charAt(text.length() - 1) == quote
        && !endsEscaped();
  }

  private boolean endsEscaped() {
    int slashes = 0;
    for (int i = text.length() - 2; i > 0 && text.charAt(i) == '\\'; i--) {
      slashes++;
    }
    return slashes % 2 == 1;
  }
}
