package io.pawstream.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Texts to measure with. */
final class Inputs {
  private static final Path EXAMPLES = Path.of(System.getProperty("paw.home", "."), "examples");

  private static final List<String> WHO =
      List.of("our customer", "the night shift", "a colleague", "the shop in Leeds", "my manager");
  private static final List<String> WHAT =
      List.of(
          "cannot open the invoice of last month",
          "says the checkout is down",
          "would like to move the meeting to Thursday afternoon",
          "asks whether the new prices are final",
          "sent the signed contract, two pages are missing",
          "thanks you for the quick refund");
  private static final List<String> SO =
      List.of(
          "please answer before noon.",
          "no hurry.",
          "and we lose orders every minute, please call back at once!",
          "so let us talk about it some time next week.");

  private static final List<String> BUILT_IN_LOG =
      List.of(
          "2025-03-14 06:01:10 DEBUG cache: 18231 entries, hit rate 0.94",
          "2025-03-14 06:02:31 INFO http: GET /health 200 in 3 ms",
          "2025-03-14 06:03:07 ERROR payments: no answer from the card processor, giving up",
          "2025-03-14 06:12:00 WARN disk: 91 % of /var is used");

  private Inputs() {}

  /** One text per line; empty lines are left out. */
  static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
  }

  /** The messages of the examples, or 120 sentences where those are not there. */
  static List<String> messages() throws IOException {
    Path jsonLines = EXAMPLES.resolve("messages.jsonl");
    if (!Files.exists(jsonLines)) {
      return builtIn();
    }
    JsonMapper json = new JsonMapper();
    List<String> texts = new ArrayList<>();
    for (String line : lines(jsonLines)) {
      JsonNode text = json.readTree(line).path("text");
      if (!text.isTextual()) {
        throw new IOException("Each line must have a string text: file=" + jsonLines);
      }
      texts.add(text.textValue());
    }
    return texts;
  }

  /** The log of the examples, or some lines like it where that is not there. */
  static List<String> logLines() throws IOException {
    Path file = EXAMPLES.resolve("app.log");
    return Files.exists(file) ? lines(file) : BUILT_IN_LOG;
  }

  private static List<String> builtIn() {
    List<String> texts = new ArrayList<>();
    for (String who : WHO) {
      for (String what : WHAT) {
        for (String so : SO) {
          texts.add("Hello, " + who + ' ' + what + ", " + so);
        }
      }
    }
    return texts;
  }
}
