package io.pawstream.jobs.example.repair;

import io.pawstream.jobs.example.repair.JsonToken.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be wrong with JSON, and its repair. Each repair changes its own fault alone, outside of
 * strings, and is a guess: what comes out must be checked.
 */
enum Fault {
  /** Text stands around it: a fence, a call, a line of a log. */
  AROUND {
    @Override
    String repair(String text) {
      return JsonCore.of(text);
    }
  },
  /** Single quotes. */
  QUOTE {
    @Override
    String repair(String text) {
      return joined(
          JsonToken.of(text).stream()
              .map(
                  t ->
                      t.isClosedString() && t.text().startsWith("'") ? doubled(t.text()) : t.text())
              .toList());
    }
  },
  /** Names without quotes. */
  KEY {
    @Override
    String repair(String text) {
      List<JsonToken> tokens = JsonToken.of(text);
      List<String> out = new ArrayList<>();
      for (int i = 0; i < tokens.size(); i++) {
        JsonToken token = tokens.get(i);
        JsonToken next = next(tokens, i);
        boolean bare = token.kind() == Kind.WORD && next != null && next.is(":");
        out.add(bare ? '"' + token.text() + '"' : token.text());
      }
      return joined(out);
    }
  },
  /** Words of other languages: {@code True}, {@code None}. */
  WORD {
    @Override
    String repair(String text) {
      return joined(
          JsonToken.of(text).stream()
              .map(t -> t.kind() == Kind.WORD ? WORDS.getOrDefault(t.text(), t.text()) : t.text())
              .toList());
    }
  },
  /** A comma is missing. */
  GAP {
    @Override
    String repair(String text) {
      List<JsonToken> tokens = JsonToken.of(text);
      List<String> out = new ArrayList<>();
      for (int i = 0; i < tokens.size(); i++) {
        JsonToken token = tokens.get(i);
        JsonToken next = next(tokens, i);
        out.add(token.text());
        boolean ends = token.isValue() || token.isClosing();
        if (ends && next != null && (next.isValue() || next.isOpening())) {
          out.add(",");
        }
      }
      return joined(out);
    }
  },
  /** A comma too much. */
  COMMA {
    @Override
    String repair(String text) {
      List<JsonToken> tokens = JsonToken.of(text);
      List<String> out = new ArrayList<>();
      for (int i = 0; i < tokens.size(); i++) {
        JsonToken next = next(tokens, i);
        boolean idle = tokens.get(i).is(",") && (next == null || next.isClosing() || next.is(","));
        out.add(idle ? "" : tokens.get(i).text());
      }
      return joined(out);
    }
  },
  /** The end is missing. */
  END {
    @Override
    String repair(String text) {
      StringBuilder out = new StringBuilder(text);
      Deque<String> open = new ArrayDeque<>();
      JsonToken last = null;
      for (JsonToken token : JsonToken.of(text)) {
        if (token.isOpening()) {
          open.push(token.is("{") ? "}" : "]");
        } else if (token.isClosing() && !open.isEmpty()) {
          open.pop();
        }
        last = token;
      }
      if (last != null && last.kind() == Kind.STRING && !last.isClosedString()) {
        out.append(last.text().charAt(0));
      }
      open.forEach(out::append);
      return out.toString();
    }
  },
  /** Nothing that has a repair. */
  OTHER {
    @Override
    String repair(String text) {
      return text;
    }
  };

  private static final Map<String, String> WORDS =
      Map.of(
          "True",
          "true",
          "False",
          "false",
          "None",
          "null",
          "NaN",
          "null",
          "undefined",
          "null",
          "TRUE",
          "true",
          "FALSE",
          "false",
          "NULL",
          "null");

  /** The text with this fault repaired wherever it shows; the same where it does not. */
  abstract String repair(String text);

  /** The fault that a program calls {@code label}; {@link #OTHER} where it is none of these. */
  static Fault of(String label) {
    for (Fault fault : values()) {
      if (fault.name().equalsIgnoreCase(label)) {
        return fault;
      }
    }
    return OTHER;
  }

  private static String doubled(String quoted) {
    return '"'
        + quoted
            .substring(1, quoted.length() - 1)
            .replace("\\'", "'")
            .replaceAll("(?<!\\\\)\"", "\\\\\"")
        + '"';
  }

  private static @Nullable JsonToken next(List<JsonToken> tokens, int after) {
    for (int i = after + 1; i < tokens.size(); i++) {
      if (tokens.get(i).kind() != Kind.SPACE) {
        return tokens.get(i);
      }
    }
    return null;
  }

  private static String joined(List<String> parts) {
    return String.join("", parts);
  }
}
