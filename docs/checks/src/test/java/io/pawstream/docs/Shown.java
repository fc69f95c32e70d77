package io.pawstream.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what a page says is printed with what is printed. Lines of the page are found in their
 * order; others may stand between them. {@code …} stands for anything, a line of it for any lines.
 * Numbers with a point may differ a little, as their last digits depend on the processor.
 */
final class Shown {
  private static final Pattern DECIMAL = Pattern.compile("\\d+\\.\\d+");
  private static final double TOLERANCE = 0.03;

  private Shown() {}

  /** The first line of a block that is not in the output. */
  static Optional<String> missing(Block block, String output) {
    boolean other =
        block.mark().clause(Mark.Kind.OUTPUT).orElseThrow().about().equals("other numbers");
    return other
        ? missing(
            block.lines().stream().map(Shown::withoutNumbers).toList(), withoutNumbers(output))
        : missing(block.lines(), output);
  }

  private static String withoutNumbers(String text) {
    return text.replaceAll("\\d+(\\.\\d+)?", "N");
  }

  /** The first line of the page that is not in the output. */
  static Optional<String> missing(List<String> page, String output) {
    List<String> printed = output.lines().toList();
    int at = 0;
    for (String line : page) {
      if (line.isBlank() || line.strip().equals("…")) {
        continue;
      }
      while (at < printed.size() && !same(line, printed.get(at))) {
        at++;
      }
      if (at == printed.size()) {
        return Optional.of(line);
      }
      at++;
    }
    return Optional.empty();
  }

  private static boolean same(String page, String printed) {
    List<Double> said = new ArrayList<>();
    StringBuilder pattern = new StringBuilder();
    int from = 0;
    Matcher special = Pattern.compile("…|" + DECIMAL + "|\\s+").matcher(page.stripTrailing());
    while (special.find()) {
      pattern.append(Pattern.quote(page.substring(from, special.start())));
      if (special.group().equals("…")) {
        pattern.append(".*");
      } else if (special.group().isBlank()) {
        pattern.append("\\s+");
      } else {
        pattern.append("(").append(DECIMAL).append(")");
        said.add(Double.parseDouble(special.group()));
      }
      from = special.end();
    }
    pattern.append(Pattern.quote(page.stripTrailing().substring(from)));
    Matcher match = Pattern.compile(pattern.toString()).matcher(printed.stripTrailing());
    return match.matches() && near(said, match.toMatchResult());
  }

  private static boolean near(List<Double> said, MatchResult printed) {
    for (int i = 0; i < said.size(); i++) {
      double is = Double.parseDouble(printed.group(i + 1));
      if (Math.abs(is - said.get(i)) > TOLERANCE * Math.max(1, Math.abs(is))) {
        return false;
      }
    }
    return true;
  }
}
