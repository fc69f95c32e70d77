package io.pawstream.demo.internal;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What a person at a terminal sees. One thread. */
public record Console(PrintStream out, PrintStream err) {
  private static final int WIDTH = 60;

  /** Progress, which is no result. */
  public void progress(String line) {
    err.println(line);
  }

  /** The headers of the first message, then every message with its answer; how many have one. */
  public long show(String topic, List<Message> messages) {
    out.println();
    out.println("The first message of the topic " + topic + ", and the headers that came to it:");
    out.println();
    out.println("  " + shortened(Samples.text(messages.get(0).value())));
    messages
        .get(0)
        .headers()
        .forEach(header -> out.printf("    %-26s %s%n", header.name(), header.value()));
    out.println();
    out.println("All of them:");
    out.println();
    for (Message message : messages) {
      out.printf("  %-16s %s%n", answer(message), shortened(Samples.text(message.value())));
    }
    out.println();
    long labelled =
        messages.stream().filter(each -> each.header(".confidence").isPresent()).count();
    out.println(messages.size() + " messages, " + labelled + " with an answer.");
    return labelled;
  }

  private static String answer(Message message) {
    String value =
        message
            .header(".label")
            .or(() -> message.header(".text"))
            .or(() -> message.header(".failure.reason"))
            .orElse("");
    return message
        .header(".confidence")
        .map(
            confidence ->
                String.format(Locale.ROOT, "%s %.2f", value, Double.parseDouble(confidence)))
        .orElse(value);
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
  }
}
