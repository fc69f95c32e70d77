package io.pawstream.compiler.tiny;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** A text of a {@link Grammar}: literal pieces, slots and choices. Immutable; any thread. */
record Text(List<Piece> pieces) {
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String DIGITS = "0123456789";

  Text {
    pieces = List.copyOf(pieces);
  }

  /** A part of a text. */
  sealed interface Piece {
    /** Stands as it is. */
    record Literal(String text) implements Piece {}

    /** One of these. */
    record Choice(List<Text> texts) implements Piece {}

    /** What a slot stands for. */
    record Slot(String name, boolean optional) implements Piece {}

    /** Random characters or a random number. */
    record Made(String kind, int from, int to) implements Piece {}
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if a bracket is not closed
   */
  static Text parse(String text) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c != '{' && c != '[') {
        i += c == '\\' ? 1 : 0;
        literal.append(text.charAt(i));
        i++;
        continue;
      }
      if (literal.length() > 0) {
        pieces.add(new Piece.Literal(literal.toString()));
        literal.setLength(0);
      }
      int end = close(text, i);
      String inside = text.substring(i + 1, end);
      pieces.add(c == '{' ? slot(inside) : choice(inside));
      i = end + 1;
    }
    if (literal.length() > 0) {
      pieces.add(new Piece.Literal(literal.toString()));
    }
    return new Text(pieces);
  }

  private static int close(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("a bracket must be closed: text=" + text);
  }

  private static Piece slot(String inside) {
    int colon = inside.indexOf(':');
    if (colon < 0) {
      boolean optional = inside.endsWith("?");
      return new Piece.Slot(optional ? inside.substring(0, inside.length() - 1) : inside, optional);
    }
    String size = inside.substring(colon + 1);
    int dash = size.indexOf('-');
    int from = Integer.parseInt(dash < 0 ? size : size.substring(0, dash));
    return new Piece.Made(
        inside.substring(0, colon),
        from,
        dash < 0 ? from : Integer.parseInt(size.substring(dash + 1)));
  }

  private static Piece choice(String inside) {
    List<Text> texts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= inside.length(); i++) {
      char c = i < inside.length() ? inside.charAt(i) : '/';
      if (c == '\\') {
        i++;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      } else if (c == '/' && depth == 0) {
        String text = inside.substring(start, i);
        texts.add(parse(text.equals("_") ? "" : text));
        start = i + 1;
      }
    }
    return new Piece.Choice(texts);
  }

  /**
   * Checks that all slots are there.
   *
   * @throws IllegalArgumentException if one is not
   */
  void check(Set<String> slots) {
    for (Piece piece : pieces) {
      if (piece instanceof Piece.Slot slot && !slots.contains(slot.name())) {
        throw new IllegalArgumentException("a slot must have a definition: slot=" + slot.name());
      } else if (piece instanceof Piece.Choice choice) {
        choice.texts().forEach(text -> text.check(slots));
      }
    }
  }

  /** All literal pieces. */
  List<String> plain() {
    List<String> all = new ArrayList<>();
    for (Piece piece : pieces) {
      if (piece instanceof Piece.Literal literal) {
        all.add(literal.text());
      } else if (piece instanceof Piece.Choice choice) {
        choice.texts().forEach(text -> all.addAll(text.plain()));
      }
    }
    return all;
  }

  /** Appends what the text stands for this time. */
  void expand(Map<String, List<Text>> slots, SplittableRandom random, StringBuilder out) {
    for (Piece piece : pieces) {
      if (piece instanceof Piece.Literal literal) {
        out.append(literal.text());
      } else if (piece instanceof Piece.Choice choice) {
        one(choice.texts(), random).expand(slots, random, out);
      } else if (piece instanceof Piece.Made made) {
        make(made, random, out);
      } else if (piece instanceof Piece.Slot slot && (!slot.optional() || random.nextBoolean())) {
        one(slots.getOrDefault(slot.name(), List.of()), random).expand(slots, random, out);
      }
    }
  }

  private static Text one(List<Text> texts, SplittableRandom random) {
    return texts.get(random.nextInt(texts.size()));
  }

  private static void make(Piece.Made made, SplittableRandom random, StringBuilder out) {
    if (made.kind().equals("num")) {
      out.append(random.nextInt(made.from(), made.to() + 1));
      return;
    }
    String letters =
        switch (made.kind()) {
          case "digits" -> DIGITS;
          case "hex" -> DIGITS + "abcdef";
          case "upper" -> "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
          case "lower" -> LOWER;
          case "alnum" -> LOWER + DIGITS;
          default ->
              throw new IllegalArgumentException(
                  "a random piece must be num, digits, hex, upper, lower or alnum: kind="
                      + made.kind());
        };
    int length = random.nextInt(made.from(), made.to() + 1);
    for (int i = 0; i < length; i++) {
      out.append(letters.charAt(random.nextInt(letters.length())));
    }
  }
}
