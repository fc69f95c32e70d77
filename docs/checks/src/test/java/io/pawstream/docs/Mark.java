package io.pawstream.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page says becomes of a block: the comment above it, {@code <!-- run -->}. Clauses are
 * separated by semicolons. Immutable.
 *
 * @param clauses in their order
 */
record Mark(List<Clause> clauses) {
  /** How a block is dealt with. */
  enum Kind {
    /** Executed: in a checkout, or in the place that is named. */
    RUN("run"),
    /** Compiled, parsed or validated, in the surroundings that are named. */
    CHECK("check"),
    /** What the block before it printed. */
    OUTPUT("output"),
    /** Part of a file of the repository, which a test runs. */
    FROM("from"),
    /** Equal to a block of another page, which is run there. */
    AS_IN("as in"),
    /** Executed by another test, which is named. */
    RUN_BY("run by"),
    /** Checked by another test, which is named. */
    CHECKED_BY("checked by"),
    /** Not run, for the reason that is given. */
    NOT_RUN("not run");

    final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /**
   * One clause.
   *
   * @param about what follows the colon; empty if nothing does
   * @param lines of the block, from 1; empty for all
   */
  record Clause(Kind kind, String about, List<Integer> lines) {
    boolean takes(int line) {
      return lines.isEmpty() || lines.contains(line);
    }
  }

  private static final Pattern CLAUSE =
      Pattern.compile(
          "(run by|run in|run|check in|checked by|check|output|from|as in|not run)"
              + "(?: lines? ([0-9, -]+))?(?:: (.+))?",
          Pattern.DOTALL);

  /** Between clauses; a reason may have semicolons of its own. */
  private static final Pattern SEMICOLON =
      Pattern.compile(
          ";\\s+(?=(?:not run|run|checked|check|output|from|as)(?: by| in)?(?: lines? [0-9]|:|$))");

  Mark {
    clauses = List.copyOf(clauses);
  }

  /** Nothing where the comment is no mark at all. */
  static Optional<Mark> parse(String comment) {
    List<Clause> clauses = new ArrayList<>();
    for (String each : SEMICOLON.split(comment.strip())) {
      Matcher clause = CLAUSE.matcher(each.strip());
      if (!clause.matches()) {
        return Optional.empty();
      }
      String about = clause.group(3) == null ? "" : clause.group(3).strip();
      clauses.add(new Clause(kind(clause.group(1)), about, lines(clause.group(2))));
    }
    return Optional.of(new Mark(clauses));
  }

  private static Kind kind(String words) {
    for (Kind kind : Kind.values()) {
      if (kind.words.equals(words)) {
        return kind;
      }
    }
    return words.equals("run in") ? Kind.RUN : Kind.CHECK;
  }

  private static List<Integer> lines(String numbers) {
    List<Integer> lines = new ArrayList<>();
    if (numbers != null) {
      for (String part : numbers.strip().split("\\s*,\\s*")) {
        String[] ends = part.split("\\s*-\\s*");
        int last = Integer.parseInt(ends[ends.length - 1]);
        for (int line = Integer.parseInt(ends[0]); line <= last; line++) {
          lines.add(line);
        }
      }
    }
    return List.copyOf(lines);
  }

  /** The first clause of a kind. */
  Optional<Clause> clause(Kind kind) {
    return clauses.stream().filter(clause -> clause.kind() == kind).findFirst();
  }

  boolean is(Kind kind) {
    return clause(kind).isPresent();
  }

  /** What is wrong with it, for a block of so many lines; empty where nothing is. */
  Optional<String> problem(int size) {
    for (Clause clause : clauses) {
      boolean needs =
          switch (clause.kind()) {
            case NOT_RUN, RUN_BY, CHECKED_BY, FROM, AS_IN -> true;
            case RUN, CHECK, OUTPUT -> false;
          };
      if (needs && clause.about().length() < 3) {
        return Optional.of("\"" + clause.kind().words + "\" must be followed by \": \" and what");
      }
    }
    for (int line = 1; line <= size; line++) {
      int at = line;
      if (clauses.stream().filter(clause -> clause.takes(at)).count() != 1) {
        return Optional.of("each line must have one clause: line=" + line);
      }
    }
    return Optional.empty();
  }
}
