package io.pawstream.demo.internal;

import java.util.List;
import java.util.Optional;

/** A message of a topic. Immutable. */
public record Message(String value, List<Header> headers) {
  /** A header as text. */
  public record Header(String name, String value) {}

  public Message {
    headers = List.copyOf(headers);
  }

  /** Value of the first header whose name ends so. */
  public Optional<String> header(String ending) {
    return headers.stream()
        .filter(header -> header.name().endsWith(ending))
        .map(Header::value)
        .findFirst();
  }
}
