package io.pawstream.benchmarks.internal.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory of a process, as Linux counts it.
 *
 * @param peakBytes the most that was resident at once, {@code VmHWM}
 * @param nowBytes what is resident, {@code VmRSS}
 * @param mappedBytes what of it are pages of one mapped file, which the system can drop and read
 *     again
 */
public record Resident(long peakBytes, long nowBytes, long mappedBytes) {
  private static final Path PROCESS = Path.of("/proc/self");
  private static final Pattern LINE = Pattern.compile("(\\d+) peak, (\\d+) now, (\\d+) mapped");

  /**
   * Of this process; empty where the system is not Linux.
   *
   * @param file a mapped one
   */
  public static Optional<Resident> of(Path file) throws IOException {
    if (!Files.exists(PROCESS.resolve("smaps"))) {
      return Optional.empty();
    }
    long peak = 0;
    long now = 0;
    for (String line : Files.readAllLines(PROCESS.resolve("status"))) {
      if (line.startsWith("VmHWM:")) {
        peak = bytes(line);
      } else if (line.startsWith("VmRSS:")) {
        now = bytes(line);
      }
    }
    return Optional.of(new Resident(peak, now, mapped(file.toRealPath().toString())));
  }

  private static long mapped(String file) throws IOException {
    long mapped = 0;
    boolean mine = false;
    for (String line : Files.readAllLines(PROCESS.resolve("smaps"))) {
      if (line.startsWith("Rss:")) {
        mapped += mine ? bytes(line) : 0;
      } else if (Character.digit(line.charAt(0), 16) >= 0 && line.indexOf('-') > 0) {
        mine = line.endsWith(' ' + file);
      }
    }
    return mapped;
  }

  private static long bytes(String line) {
    return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
  }

  /** As a line that {@link #parse} reads. */
  public String line() {
    return peakBytes + " peak, " + nowBytes + " now, " + mappedBytes + " mapped";
  }

  /** Reads what {@link #line} wrote. */
  public static Optional<Resident> parse(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches()
        ? Optional.of(
            new Resident(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3))))
        : Optional.empty();
  }
}
