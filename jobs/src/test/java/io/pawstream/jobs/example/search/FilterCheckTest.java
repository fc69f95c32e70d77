package io.pawstream.jobs.example.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers out of texts, and the rules of filters. */
class FilterCheckTest {
  private static final FilterCheck CHECK =
      new FilterCheck(
          Map.of("colour", List.of("red")), List.of("42", "XL"), BigDecimal.valueOf(1000));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "red shoes under 50 euros in size 42 | {\"max_price\":50,\"size\":\"42\"}",
        "coat between 80 and 120             | {\"min_price\":80,\"max_price\":120}",
        "coat from 80 to 200 euros           | {\"min_price\":80,\"max_price\":200}",
        "not more than 130 euros             | {\"max_price\":130}",
        "trainers £60 or less                | {\"max_price\":60}",
        "bag over 100 euros                  | {\"min_price\":100}",
        "polo shirt green XL                 | {\"size\":\"XL\"}",
        "handbag under $7.50                 | {\"max_price\":7.50}",
        "shoes                               | {}",
      })
  void numbers(String text, String filters) {
    ObjectNode found = JsonNodeFactory.instance.objectNode();
    SearchNumbers.addTo(found, text);
    assertThat(found).hasToString(filters);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      nullValues = "-",
      value = {
        "red shoes under 50 | {\"colour\":\"red\",\"max_price\":50}  | -",
        "red shoes          | {\"colour\":\"scarlet\"}               | colour",
        "red shoes          | {\"brand\":\"red\"}                    | brand",
        "red shoes          | {\"colour\":[\"red\"]}                 | colour",
        "shoes under 50     | {\"max_price\":60}                     | max_price",
        "shoes under 50     | {\"max_price\":\"50\"}                 | max_price",
        "shoes under 0      | {\"max_price\":0}                      | max_price",
        "shoes under 99999  | {\"max_price\":99999}                  | max_price",
        "between 9 and 5    | {\"min_price\":9,\"max_price\":5}      | min_price",
        "size 42            | {\"size\":\"42\"}                      | -",
        "size xl            | {\"size\":\"XL\"}                      | -",
        "size 43            | {\"size\":\"42\"}                      | size",
        "size 999           | {\"size\":\"999\"}                     | size",
        "shoes              | {}                                     | -",
      })
  void rules(String text, String filters, String wrong) throws Exception {
    ObjectNode candidate = (ObjectNode) new ObjectMapper().readTree(filters);
    assertThat(CHECK.wrong(candidate, text)).isEqualTo(wrong);
  }
}
