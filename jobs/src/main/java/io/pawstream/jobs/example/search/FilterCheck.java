package io.pawstream.jobs.example.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What filters a shop understands. Whoever made them, a program or code, these are the rules; a
 * price or size that a program names must stand in the text. Immutable; any thread.
 *
 * @param words allowed values by filter
 * @param sizes allowed sizes
 * @param mostPrice the highest price that makes sense
 */
record FilterCheck(Map<String, List<String>> words, List<String> sizes, BigDecimal mostPrice)
    implements Serializable {
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)?");
  private static final String MIN = "min_price";
  private static final String MAX = "max_price";
  private static final String SIZE = "size";

  /** The name of the first filter that breaks a rule; null where all keep them. */
  @Nullable String wrong(ObjectNode filters, String text) {
    for (Map.Entry<String, JsonNode> filter : filters.properties()) {
      if (!isAllowed(filter.getKey(), filter.getValue(), text)) {
        return filter.getKey();
      }
    }
    boolean empty =
        filters.has(MIN)
            && filters.has(MAX)
            && filters.get(MIN).decimalValue().compareTo(filters.get(MAX).decimalValue()) > 0;
    return empty ? MIN : null;
  }

  private boolean isAllowed(String name, JsonNode value, String text) {
    return switch (name) {
      case MIN, MAX -> value.isNumber() && isPrice(value.decimalValue()) && stands(value, text);
      case SIZE ->
          value.isTextual()
              && sizes.contains(value.textValue())
              && Pattern.compile("(?i)\\b" + Pattern.quote(value.textValue()) + "\\b")
                  .matcher(text)
                  .find();
      default ->
          value.isTextual() && words.getOrDefault(name, List.of()).contains(value.textValue());
    };
  }

  private boolean isPrice(BigDecimal price) {
    return price.signum() > 0 && price.compareTo(mostPrice) <= 0;
  }

  private static boolean stands(JsonNode price, String text) {
    for (Matcher number = NUMBER.matcher(text); number.find(); ) {
      BigDecimal found = new BigDecimal(number.group().replace(',', '.'));
      if (found.compareTo(price.decimalValue()) == 0) {
        return true;
      }
    }
    return false;
  }
}
