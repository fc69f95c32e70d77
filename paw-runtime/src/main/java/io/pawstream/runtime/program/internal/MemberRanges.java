package io.pawstream.runtime.program.internal;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The places of all members in an archive; no two may share bytes. One thread. */
final class MemberRanges {
  private final long dataEnd;
  private final TreeMap<Long, Long> endByStart = new TreeMap<>();

  /**
   * @param dataEnd where the central directory begins
   */
  MemberRanges(long dataEnd) {
    this.dataEnd = dataEnd;
  }

  void add(long start, long end, String name) throws IOException {
    if (end > dataEnd || endByStart.put(start, end) != null) {
      throw overlap(name);
    }
  }

  void requireDisjoint() throws IOException {
    long before = 0;
    for (Map.Entry<Long, Long> range : endByStart.entrySet()) {
      if (range.getKey() < before) {
        throw overlap("at byte " + range.getKey());
      }
      before = range.getValue();
    }
  }

  private static IOException overlap(String name) {
    return new IOException(
        "Bundle members must not share bytes with each other or the directory: name="
            + Shown.of(name));
  }
}
