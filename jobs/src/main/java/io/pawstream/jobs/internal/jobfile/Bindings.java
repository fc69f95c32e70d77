package io.pawstream.jobs.internal.jobfile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks of bindings that all job files with bindings share. Any thread. */
final class Bindings {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final String OF_FLINK = "paw.bindings.";

  private Bindings() {}

  /** The bindings in the order of the file, at least one, each with a name that can be one. */
  static Map<String, BindingSpec> of(@Nullable Map<String, BindingSpec> typed) {
    Map<String, BindingSpec> bindings =
        Collections.unmodifiableMap(new LinkedHashMap<>(Values.required("bindings", typed)));
    if (bindings.isEmpty()) {
      throw new JobFileException("a job needs a binding: bindings=0; add one with its program");
    }
    bindings.forEach(
        (name, spec) -> {
          if (!NAME.matcher(name).matches()) {
            throw new JobFileException(
                "the name of a binding has 1 to 64 letters, digits, _ and -: binding=" + name);
          }
          Values.required("bindings." + name, spec);
        });
    return bindings;
  }

  /** Options of Flink, none of which may be a binding. */
  static Map<String, String> flinkOptions(@Nullable Map<String, String> typed) {
    Map<String, String> flink = Values.orNone(typed);
    for (String key : flink.keySet()) {
      if (key.startsWith(OF_FLINK)) {
        throw new JobFileException(
            "bindings of a job file stand under bindings: key=flink." + key + "; move it there");
      }
    }
    return flink;
  }
}
