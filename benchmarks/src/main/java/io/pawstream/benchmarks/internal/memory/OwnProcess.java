package io.pawstream.benchmarks.internal.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a main class of this program again, in a JVM of its own, to learn how much memory it takes.
 */
public final class OwnProcess {
  /** Alike for all rows, and small: what is left of a row's memory is not the Java heap's. */
  private static final List<String> MEMORY =
      List.of("-Xmx512m", "-XX:MaxDirectMemorySize=16g", "-Dpaw.prefix.bytes=0");

  private OwnProcess() {}

  /**
   * Waits for a run of the class and gives what it wrote to standard output.
   *
   * @throws IOException if it fails; with what it last wrote to standard error
   */
  public static String run(Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("--add-opens")
          || option.startsWith("-Dpaw.")
          || option.startsWith("-XX:+Use")) {
        command.add(option);
      }
    }
    command.addAll(MEMORY);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    Path errors = Files.createTempFile("paw-benchmark-", ".err");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      try {
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        int code = process.waitFor();
        if (code != 0) {
          throw new IOException(
              "a row must run in a process of its own: exit code=" + code + ", " + last(errors));
        }
        return output;
      } finally {
        process.destroy();
      }
    } finally {
      Files.delete(errors);
    }
  }

  private static String last(Path errors) throws IOException {
    String text = Files.readString(errors).strip();
    return text.substring(Math.max(0, text.length() - 500));
  }
}
