package io.pawstream.compiler.tiny;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Makes JSON that does not parse, each with the fault that has to be repaired first. Stateless; any
 * thread.
 *
 * <p>A value is random; then one fault of the label is put in, at times together with faults that
 * stand behind it in the order of {@link #LABELS}.
 */
final class BrokenJson {
  static final String NAME = "fault";
  static final String SPEC =
      "What is wrong with the JSON: around, quote, key, word, gap, comma, end or other?";

  /** In the order in which faults are repaired. */
  static final List<String> LABELS =
      List.of("around", "quote", "key", "word", "gap", "comma", "end", "other");

  private static final Grammar WORDS = Grammar.ofJobs();

  private static final double ALSO = 0.15;
  private static final int DEEPEST = 3;

  private BrokenJson() {}

  /** Faults of a text that is being written. */
  private static final class Writer {
    final SplittableRandom random;
    final StringBuilder out = new StringBuilder();

    /** How strings are quoted: by this, or all of them. */
    boolean singleQuotes;

    boolean bareKeys;
    boolean bareWords;
    int gapAt = -1;
    int commaAt = -1;
    int places;
    boolean spaces;

    Writer(SplittableRandom random) {
      this.random = random;
      spaces = random.nextInt(4) > 0;
    }

    void value(int depth) {
      int kind = random.nextInt(depth >= DEEPEST ? 6 : 9);
      switch (kind) {
        case 0, 1, 2 -> string(text());
        case 3, 4 -> out.append(number());
        case 5 -> out.append(word());
        case 6 -> array(depth + 1);
        default -> object(depth + 1);
      }
    }

    void object(int depth) {
      list('{', '}', random.nextInt(1, depth == 1 ? 6 : 4), depth, true);
    }

    void array(int depth) {
      list('[', ']', random.nextInt(1, 5), depth, false);
    }

    private void list(char open, char close, int count, int depth, boolean named) {
      out.append(open);
      for (int i = 0; i < count; i++) {
        if (i > 0) {
          // a place for a missing comma; a blank must remain, or numbers would become others
          out.append(places++ == gapAt ? " " : spaces ? ", " : ",");
        }
        if (named) {
          key();
          out.append(spaces ? ": " : ":");
        }
        value(depth);
      }
      if (commaAt-- == 0) {
        out.append(random.nextInt(5) == 0 ? ", " : ",");
      }
      out.append(close);
    }

    private void key() {
      String key = lower("{anyword}");
      if (random.nextInt(4) == 0) {
        key += random.nextBoolean() ? "_" + lower("{anyword}") : "_id";
      }
      if (bareKeys) {
        out.append(key);
      } else {
        string(key);
      }
    }

    private void string(String text) {
      char quote = singleQuotes ? '\'' : '"';
      out.append(quote).append(text).append(quote);
    }

    private String text() {
      return switch (random.nextInt(10)) {
        case 0, 1 -> lower("{anyword}");
        case 2 -> make("{first}");
        case 3 -> make("{city}");
        case 4 -> make("{first} {last}").replace("'", "");
        case 5 -> make("{upper:1-2}-{digits:2-5}");
        case 6 -> make("{num:10-250}.{num:0-250}.{num:0-250}.{num:1-250}");
        case 7 -> make("20{num:20-26}-0{num:1-9}-{num:10-28}");
        case 8 -> lower("{anyword} {anyword} {anyword}");
        default -> make("\\/{anyword}\\/{anyword}");
      };
    }

    private String number() {
      return switch (random.nextInt(4)) {
        case 0 -> make("{num:0-9}.{digits:1-2}");
        case 1 -> make("{num:100-90000}");
        default -> make("{num:0-99}");
      };
    }

    private String word() {
      String word = List.of("true", "false", "null").get(random.nextInt(3));
      return bareWords
          ? List.of("True", "False", "None", "NaN", "undefined", "True", "False", "None")
              .get(random.nextInt(8))
          : word;
    }

    private String make(String template) {
      return WORDS.made(template, random);
    }

    private String lower(String template) {
      return make(template).toLowerCase(Locale.ROOT);
    }
  }

  /** A text and its fault, every fault as likely. */
  static Sample sample(SplittableRandom random) {
    String label = LABELS.get(random.nextInt(LABELS.size()));
    String text = label.equals("other") ? noJson(random) : broken(label, random);
    return new Sample(NAME, SPEC, text, label);
  }

  private static String broken(String label, SplittableRandom random) {
    while (true) {
      Writer writer = new Writer(random);
      int first = LABELS.indexOf(label);
      List<String> faults = new ArrayList<>(List.of(label));
      for (String later : LABELS.subList(first + 1, LABELS.size() - 1)) {
        if (random.nextDouble() < ALSO) {
          faults.add(later);
        }
      }
      writer.singleQuotes = faults.contains("quote");
      writer.bareKeys = faults.contains("key");
      writer.bareWords = faults.contains("word");
      writer.gapAt = faults.contains("gap") ? random.nextInt(3) : -1;
      writer.commaAt = faults.contains("comma") ? random.nextInt(2) : -1;
      if (random.nextInt(6) == 0) {
        writer.array(1);
      } else {
        writer.object(1);
      }
      String text = writer.out.toString();
      if (faults.contains("end")) {
        text = label.equals("end") ? cut(text, random) : text.substring(0, text.length() - 1);
      }
      if (faults.contains("around")) {
        text = around(text, random);
      }
      if (shows(label, text, writer)) {
        return text;
      }
    }
  }

  /** Whether the value had a place for the fault. */
  private static boolean shows(String label, String text, Writer writer) {
    return switch (label) {
      case "quote" -> text.indexOf('\'') >= 0;
      case "key" -> text.matches("(?s).*[{,] ?\\w+ ?:.*");
      case "word" -> text.matches("(?s).*\\b(True|False|None|NaN|undefined)\\b.*");
      case "gap" -> writer.places > writer.gapAt;
      case "comma" -> writer.commaAt < 0 && text.matches("(?s).*, ?[}\\]].*");
      default -> true;
    };
  }

  /** Without its last bracket, or ended anywhere in its second half. */
  private static String cut(String text, SplittableRandom random) {
    int length =
        random.nextBoolean()
            ? text.length() - random.nextInt(1, 3)
            : random.nextInt(text.length() / 2, text.length());
    return text.substring(0, Math.max(2, length));
  }

  private static String around(String text, SplittableRandom random) {
    return switch (random.nextInt(9)) {
      case 0 -> "```json\n" + text + "\n```";
      case 1 -> "```\n" + text + "\n```";
      case 2 -> text + ";";
      case 3 -> WORDS.made("{anyword}(", random) + text + ")";
      case 4 -> WORDS.made("{stamp} {oklvl} {anyword}=", random) + text;
      case 5 -> WORDS.made("[data/payload/body/json/{anyword}]: ", random) + text;
      case 6 -> WORDS.made("[Here is/This is] the [JSON/result/answer/object]: ", random) + text;
      case 7 ->
          text + WORDS.made(" [and nothing else/{anyword} {anyword}/\\/\\/ {anyword}]", random);
      default ->
          WORDS.made("{anyword} {anyword} {anyword} ", random)
              + text
              + WORDS.made("[/ {anyword} {anyword}]", random);
    };
  }

  private static String noJson(SplittableRandom random) {
    return WORDS.made(
        switch (random.nextInt(9)) {
          case 0 -> "{oklog}";
          case 1 -> "{badlog}";
          case 2 -> "{hother}";
          case 3 -> "<{anyword}><{anyword}>{anyword}<\\/{anyword}><\\/{anyword}>";
          case 4 -> "{anyword}={num:1-99} {anyword}={anyword} {anyword}=[yes/no]";
          case 5 -> "{num:1-99};{anyword};[yes/no];{num:1-99}.{digits:2}";
          case 6 -> "{alnum:16-40}";
          case 7 -> "{num:1-99},{anyword},{anyword},{num:1-99}";
          default -> "[Internal Server Error/Bad Gateway/{hneg}/not found/{anyword} {anyword}]";
        },
        random);
  }
}
