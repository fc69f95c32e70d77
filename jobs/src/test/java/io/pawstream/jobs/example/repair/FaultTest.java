package io.pawstream.jobs.example.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.jobs.example.repair.RepairCheck.Verdict;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each repair, and what decides about all of them. */
class FaultTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "quote  | {'id': 17, 'city': 'Oslo'}       | {\"id\": 17, \"city\": \"Oslo\"}",
        "quote  | {\"t\": 'it's late'}             | {\"t\": \"it's late\"}",
        "quote  | {'t': 'she said \"no\"'}         | {\"t\": \"she said \\\"no\\\"\"}",
        "quote  | {\"t\": \"it's late\"}           | {\"t\": \"it's late\"}",
        "key    | {id: 1, a_b: {c: true}}          | {\"id\": 1, \"a_b\": {\"c\": true}}",
        "word   | {\"a\": True, \"b\": None}       | {\"a\": true, \"b\": null}",
        "word   | {\"a\": \"True\"}                | {\"a\": \"True\"}",
        "gap    | {\"a\": 1 \"b\": [1 2]}          | {\"a\": 1, \"b\": [1, 2]}",
        "comma  | {\"a\": [1, 2,], \"b\": 3 , }    | {\"a\": [1, 2], \"b\": 3  }",
        "comma  | {\"a\": 1,, \"b\": \",,\"}       | {\"a\": 1, \"b\": \",,\"}",
        "end    | {\"a\": [1, {\"b\": \"x          | {\"a\": [1, {\"b\": \"x\"}]}",
        "end    | {\"a\": \"x\\\"y                 | {\"a\": \"x\\\"y\"}",
        "around | ok: {\"a\": 1}; bye              | {\"a\": 1}",
        "around | f([1, 2])                        | [1, 2]",
        "around | no brackets                      | no brackets",
        "other  | {'a': 1}                         | {'a': 1}",
      })
  void repairs(String label, String broken, String repaired) {
    assertThat(Fault.of(label).repair(broken).replaceAll("\\s", ""))
        .isEqualTo(repaired.replaceAll("\\s", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{id: 1}                   | {\"id\": 1}                  | GOOD",
        "{id: 1}                   | {\"id\": 2}                  | CHANGED",
        "{price: 1.50}             | {\"price\": 150}             | CHANGED",
        "{a: -1}                   | {\"a\": 1}                   | CHANGED",
        "{id: 1, city: 'Oslo'}     | {\"id\": 1}                  | CHANGED",
        "{a: None}                 | {\"a\": null}                | GOOD",
        "see {\"a\": 1} there      | {\"a\": 1}                   | GOOD",
        "{\"a\": {\"b\": 1}, \"c\": \"x | {\"a\": {\"b\": 1}}     | CHANGED",
        "{a: 1}                    | {a: 1}                       | UNPARSED",
        "{\"a\": 1                 | {\"a\": 1} x                 | UNPARSED",
        "{a: 1, a: 2}              | {\"a\": 1, \"a\": 2}         | UNPARSED",
        "true                      | true                         | UNPARSED",
      })
  void theCheckDecides(String original, String repaired, Verdict verdict) {
    assertThat(RepairCheck.of(original, repaired)).isEqualTo(verdict);
  }

  @Property(tries = 500)
  void noRepairEverThrowsOrTouchesLetters(
      @ForAll @CharRange(from = 'a', to = 'c') char letter, @ForAll("texts") String text) {
    for (Fault fault : Fault.values()) {
      String repaired = fault.repair(text + letter);
      assertThat(repaired).isNotNull();
      if (fault != Fault.AROUND) {
        assertThat(repaired.replaceAll("[^a-z0-9]", ""))
            .isEqualTo((text + letter).replaceAll("[^a-z0-9]", ""));
      }
    }
  }

  @net.jqwik.api.Provide
  net.jqwik.api.Arbitrary<String> texts() {
    return net.jqwik.api.Arbitraries.strings().withChars("{}[]:,'\"\\ ab1").ofMaxLength(40);
  }

  @Property(tries = 300)
  void jsonIsLeftAlone(@ForAll("texts") String text) {
    String json = "{\"k\": [\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\", 1]}";
    for (Fault fault : Fault.values()) {
      assertThat(fault.repair(json)).as(fault.name()).isEqualTo(json);
    }
  }
}
