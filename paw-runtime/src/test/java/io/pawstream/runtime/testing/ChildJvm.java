package io.pawstream.runtime.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of its own, for what must not happen in the one that tests. */
public final class ChildJvm {
  private ChildJvm() {}

  /**
   * How it ended.
   *
   * @param output standard output and error together
   */
  public record Ended(int exit, String output) {}

  /** Runs a main class on the class path of this process, with these options of the JVM. */
  public static Ended run(Class<?> main, List<String> options, String... arguments)
      throws IOException, InterruptedException {
    return run(main, options, List.of(), Map.of(), arguments);
  }

  /** The same with more on the class path, and in the environment. */
  public static Ended run(
      Class<?> main,
      List<String> options,
      List<Path> jars,
      Map<String, String> environment,
      String... arguments)
      throws IOException, InterruptedException {
    StringBuilder classPath = new StringBuilder(System.getProperty("java.class.path"));
    jars.forEach(jar -> classPath.append(File.pathSeparator).append(jar));
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath.toString(), main.getName()));
    command.addAll(Arrays.asList(arguments));
    Path output = Files.createTempFile("paw-child-", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      // glibc's pools per thread would make a leak and their own growth look alike
      builder.environment().put("MALLOC_ARENA_MAX", "1");
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(5, TimeUnit.MINUTES);
      process.destroyForcibly();
      assertThat(ended).as("ended in time").isTrue();
      return new Ended(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }
}
