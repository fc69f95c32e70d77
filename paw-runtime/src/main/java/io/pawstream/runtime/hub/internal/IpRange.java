package io.pawstream.runtime.hub.internal;

import java.util.regex.Pattern;

/** Ranges of IPv4 addresses such as {@code 10.0.0.0/8}. Any thread. */
final class IpRange {
  private static final Pattern RANGE = Pattern.compile("([0-9.]+)/([0-9]|[12][0-9]|3[0-2])");
  private static final Pattern DOT = Pattern.compile("\\.");

  private IpRange() {}

  /** Whether {@code range} is one and {@code host} an address in it; names are not looked up. */
  static boolean holds(String range, String host) {
    var parts = RANGE.matcher(range);
    if (!parts.matches()) {
      return false;
    }
    long first = address(parts.group(1));
    long asked = address(host);
    int free = 32 - Integer.parseInt(parts.group(2));
    return first >= 0 && asked >= 0 && first >> free == asked >> free;
  }

  /** The address as a number; -1 if it is none. */
  private static long address(String text) {
    String[] parts = DOT.split(text, -1);
    if (parts.length != 4) {
      return -1;
    }
    long address = 0;
    for (String part : parts) {
      if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
        return -1;
      }
      address = address << 8 | Integer.parseInt(part);
    }
    return address;
  }
}
