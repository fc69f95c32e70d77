package io.pawstream.jobs.internal.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a job that a file or flags describe. Immutable; any thread.
 *
 * @param file the job file; null where the flags say it all
 * @param flags values by their paths in a job file
 * @param check whether the job is only checked
 * @param help whether help is wanted
 * @param version whether the version is wanted
 * @param verbose whether stack traces are wanted
 */
record JobArguments(
    @Nullable Path file,
    Map<String, String> flags,
    boolean check,
    boolean help,
    boolean version,
    boolean verbose) {

  /**
   * What was typed.
   *
   * @throws UsageException if it is neither a flag nor the one job file
   */
  static JobArguments of(String... args) {
    Path file = null;
    Map<String, String> flags = new LinkedHashMap<>();
    boolean check = false;
    boolean help = false;
    boolean version = false;
    boolean verbose = false;
    for (String arg : args) {
      int equals = arg.indexOf('=');
      if (arg.startsWith("--") && equals > 2) {
        flags.put(arg.substring(2, equals), arg.substring(equals + 1));
        continue;
      }
      switch (arg) {
        case "--check" -> check = true;
        case "--help" -> help = true;
        case "--version" -> version = true;
        case "--verbose" -> verbose = true;
        default -> {
          if (arg.startsWith("-")) {
            throw new UsageException("a flag has a value: flag=" + arg + "; write --KEY=VALUE");
          }
          if (file != null) {
            throw new UsageException("one job file can be run: file=" + file + ", file=" + arg);
          }
          file = Path.of(arg);
        }
      }
    }
    return new JobArguments(file, flags, check, help, version, verbose);
  }
}
