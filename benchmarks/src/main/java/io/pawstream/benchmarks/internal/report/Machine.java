package io.pawstream.benchmarks.internal.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Facts about the machine that measures. */
public final class Machine {
  private Machine() {}

  /** Name of the processor, as Linux states it; {@code unknown} elsewhere. */
  public static String processor() {
    return valueOf(Path.of("/proc/cpuinfo"), "model name");
  }

  public static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** What runs or wants to run, averaged over a minute; negative where that is not known. */
  public static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String valueOf(Path file, String key) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
