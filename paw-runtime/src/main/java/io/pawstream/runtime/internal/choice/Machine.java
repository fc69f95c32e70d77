package io.pawstream.runtime.internal.choice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What a machine is known by in a kept measurement. Stateless; any thread. */
final class Machine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** System, number of cores, and model and abilities of the processor where Linux tells them. */
  static String describe() {
    return System.getProperty("os.name")
        + ' '
        + System.getProperty("os.arch")
        + " cores="
        + Runtime.getRuntime().availableProcessors()
        + " blas="
        + System.getenv("OPENBLAS_CORETYPE")
        + '\n'
        + processor();
  }

  private static String processor() {
    try {
      List<String> lines = Files.readAllLines(PROCESSORS, UTF_8);
      return lines.stream()
          .filter(line -> line.startsWith("model name") || line.startsWith("flags"))
          .distinct()
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      // not Linux: the architecture has to do
      return "";
    }
  }
}
