package io.pawstream.compiler.tiny;

import java.util.Locale;
import java.util.SplittableRandom;

/** What people do to the text that they type. Any thread. */
final class Noise {
  private static final double NO_CAPITAL = 0.25;
  private static final double LOWER = 0.12;
  private static final double UPPER = 0.02;
  private static final double NO_STOP = 0.12;
  private static final double TYPO = 0.10;

  private Noise() {}

  /** Begins with a capital most of the time; at times all lower case, without stop, or mistyped. */
  static String apply(String text, SplittableRandom random) {
    String out = text;
    if (random.nextDouble() >= NO_CAPITAL) {
      out = capital(out);
    }
    double letters = random.nextDouble();
    if (letters < LOWER) {
      out = out.toLowerCase(Locale.ROOT);
    } else if (letters < LOWER + UPPER) {
      out = out.toUpperCase(Locale.ROOT);
    }
    if (random.nextDouble() < NO_STOP && out.endsWith(".")) {
      out = out.substring(0, out.length() - 1);
    }
    return random.nextDouble() < TYPO ? typo(out, random) : out;
  }

  private static String capital(String text) {
    StringBuilder out = new StringBuilder(text);
    boolean start = true;
    for (int i = 0; i < out.length(); i++) {
      char c = out.charAt(i);
      if (start && Character.isLetter(c)) {
        // not "iPhone 5", not "x.y": a word of letters
        out.setCharAt(i, Character.toUpperCase(c));
      }
      start = c == ' ' ? start || i > 0 && ".!?".indexOf(out.charAt(i - 1)) >= 0 : false;
    }
    return out.toString();
  }

  /** Swaps, drops or doubles one letter inside a word. */
  private static String typo(String text, SplittableRandom random) {
    if (text.length() < 8) {
      return text;
    }
    int at = random.nextInt(2, text.length() - 2);
    if (!Character.isLetter(text.charAt(at)) || !Character.isLetter(text.charAt(at + 1))) {
      return text;
    }
    StringBuilder out = new StringBuilder(text);
    switch (random.nextInt(3)) {
      case 0 -> {
        out.setCharAt(at, text.charAt(at + 1));
        out.setCharAt(at + 1, text.charAt(at));
      }
      case 1 -> out.deleteCharAt(at);
      default -> out.insert(at, text.charAt(at));
    }
    return out.toString();
  }
}
