package io.pawstream.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Help, and the command line as it was given, to run the command again. */
final class Arguments {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "prints this")
  private boolean help;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  /** All arguments but this option and its value. */
  List<String> withoutOption(String name) {
    List<String> kept = new ArrayList<>();
    CommandSpec spec = command;
    if (spec == null) {
      return kept;
    }
    boolean value = false;
    for (String argument : spec.commandLine().getParseResult().originalArgs()) {
      if (value) {
        value = false;
      } else if (argument.equals(name)) {
        value = true;
      } else if (!argument.startsWith(name + '=')) {
        kept.add(argument);
      }
    }
    return kept;
  }
}
