package io.pawstream.jobs.example.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prices and sizes in what people search for: numbers need no program. Stateless; any thread. */
final class SearchNumbers {
  private static final String NUMBER = "[€$£]?\\s?(\\d{1,9}(?:[.,]\\d{1,2})?)";
  private static final Pattern BETWEEN =
      Pattern.compile("\\b(?:between|from)\\s+" + NUMBER + "\\s*(?:and|to|-)\\s*" + NUMBER);
  private static final Pattern MOST =
      Pattern.compile(
          "(?:\\b(?:under|below|up to|cheaper than|less than|not more than|at"
              + " most|max)\\b\\.?|<)\\s*"
              + NUMBER);
  private static final Pattern OR_LESS = Pattern.compile(NUMBER + "\\s*(?:euros?|eur)?\\s+or less");
  private static final Pattern LEAST =
      Pattern.compile("(?:\\b(?:over|above|at least|more than|from)\\b|>)\\s*" + NUMBER);
  private static final Pattern SIZE =
      Pattern.compile("\\bsize\\s+(\\w{1,4})|\\bin\\s+(\\d{2,3})\\b|\\b(xs|s|m|l|xl|xxl)\\b(?!')");

  private SearchNumbers() {}

  /** Puts {@code min_price}, {@code max_price} and {@code size} where the text has them. */
  static void addTo(ObjectNode filters, String text) {
    String low = text.toLowerCase(Locale.ROOT);
    Matcher between = BETWEEN.matcher(low);
    if (between.find()) {
      filters.put("min_price", price(between.group(1)));
      filters.put("max_price", price(between.group(2)));
    } else {
      for (Pattern most : new Pattern[] {MOST, OR_LESS}) {
        Matcher price = most.matcher(low);
        if (price.find()) {
          filters.put("max_price", price(price.group(1)));
        }
      }
      Matcher least = LEAST.matcher(low);
      // "not more than" is no "more than"
      if (!filters.has("max_price") && least.find()) {
        filters.put("min_price", price(least.group(1)));
      }
    }
    Matcher size = SIZE.matcher(low);
    if (size.find()) {
      for (int i = 1; i <= size.groupCount(); i++) {
        if (size.group(i) != null) {
          filters.put("size", size.group(i).toUpperCase(Locale.ROOT));
        }
      }
    }
  }

  private static BigDecimal price(String number) {
    return new BigDecimal(number.replace(',', '.'));
  }
}
