package io.pawstream.jobs.internal.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code label-topic}. Immutable; any thread.
 *
 * @param file the job file; null where the flags say it all
 * @param flags values by their paths in a job file
 * @param check whether the job is only checked
 * @param help whether help is wanted
 * @param version whether the version is wanted
 * @param verbose whether stack traces are wanted
 */
record LabelTopicArguments(
    @Nullable Path file,
    Map<String, String> flags,
    boolean check,
    boolean help,
    boolean version,
    boolean verbose) {

  static final String HELP =
      """
      Usage: label-topic [JOB.yaml] [--KEY=VALUE..] [--check] [--verbose] [--help] [--version]
      Asks programs about every record of Kafka topics and writes the records with the answers.

            JOB.yaml       the job file, see docs/label-topic.md
            --KEY=VALUE    a key of the job file by its path, with a value in YAML; wins over the file:
                           --bindings.urgency.min-confidence=0.8 --source.topics='[a, b]'
            --check        checks the job file and flags, and starts nothing
            --verbose      stack traces with errors
            --help         shows this help
            --version      shows the version

      Exit status:
        0   the job ended by itself
        1   the job failed
        2   the job file or a flag cannot be used; nothing was started
      """;

  /**
   * What was typed.
   *
   * @throws UsageException if it is neither a flag nor the one job file
   */
  static LabelTopicArguments of(String... args) {
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
    return new LabelTopicArguments(file, flags, check, help, version, verbose);
  }
}
