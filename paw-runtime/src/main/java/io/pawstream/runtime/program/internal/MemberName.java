package io.pawstream.runtime.program.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The rules for the name of a bundle member, those of the PAW SDK. */
final class MemberName {
  private MemberName() {}

  /**
   * A name without empty parts and {@code .} parts, as POSIX reads it.
   *
   * @throws IOException if the name could lead out of the bundle
   */
  static String normalise(String name) throws IOException {
    if (name.indexOf('\\') >= 0) {
      throw unsafe(name, "must not contain a backslash");
    }
    if (name.startsWith("/")) {
      throw unsafe(name, "must not be absolute");
    }
    if (name.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
      throw unsafe(name, "must not contain control characters");
    }
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw unsafe(name, "must not contain ..");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    if (parts.isEmpty()) {
      throw unsafe(name, "must not be empty");
    }
    if (parts.get(0).indexOf(':') >= 0) {
      throw unsafe(name, "must not name a drive");
    }
    return String.join("/", parts);
  }

  private static IOException unsafe(String name, String rule) {
    return new IOException("The name of a bundle member " + rule + ": name=" + Shown.of(name));
  }
}
