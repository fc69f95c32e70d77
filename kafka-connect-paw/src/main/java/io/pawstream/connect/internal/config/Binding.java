package io.pawstream.connect.internal.config;

import io.pawstream.runtime.program.LabelSet;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.program.Reference;
import io.pawstream.runtime.store.ProgramStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.cache.Cache;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.common.cache.SynchronizedCache;
import org.jspecify.annotations.Nullable;

/**
 * A program under the name that records, metrics and messages call it by. Immutable; any thread.
 *
 * @param reference as {@link io.pawstream.runtime.Paw#load} takes it
 * @param labels the label set it runs with; empty for free text
 */
public record Binding(String name, String reference, List<String> labels) {
  private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9_-]+)=(.+)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

  /** Label sets of programs read lately: a configuration is checked many times. */
  private static final Cache<Read, List<String>> READ = new SynchronizedCache<>(new LRUCache<>(64));

  private record Read(String reference, @Nullable FileTime modified) {}

  public Binding {
    labels = List.copyOf(labels);
  }

  /**
   * Reads the entries of a configuration and the programs they name.
   *
   * @param entries references, each with or without {@code name=} before it
   * @param labelSet instead of each program's own; null to keep those
   * @throws IllegalArgumentException if an entry is none
   * @throws ProgramException if a program cannot be read
   */
  static List<Binding> of(List<String> entries, @Nullable List<String> labelSet) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("at least one program must be named: programs=0");
    }
    List<Binding> bindings = new ArrayList<>();
    for (String entry : entries) {
      Binding binding = of(entry, labelSet);
      if (bindings.stream().anyMatch(other -> other.name().equals(binding.name()))) {
        throw new IllegalArgumentException(
            "each program needs a name of its own: name="
                + binding.name()
                + "; write other=<reference>");
      }
      bindings.add(binding);
    }
    return bindings;
  }

  static Binding of(String entry, @Nullable List<String> labelSet) {
    Matcher named = NAMED.matcher(entry);
    boolean hasName = named.matches();
    String reference = hasName ? named.group(2) : entry;
    Reference parsed = Reference.parse(reference);
    String name = hasName ? named.group(1) : nameOf(parsed);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of a program has letters, digits, underscores and hyphens: name="
              + name
              + "; write one before the reference, as in urgency="
              + reference);
    }
    if (parsed.isMoving()) {
      throw new IllegalArgumentException(
          "a program of the hub must be named with its version or digest, as a slug alone may mean"
              + " another program tomorrow: reference="
              + reference
              + "; write "
              + reference
              + "@v1, or the version you want");
    }
    List<String> own = ownLabels(reference, parsed);
    return new Binding(name, reference, labelSet == null ? own : labelSet);
  }

  private static List<String> ownLabels(String reference, Reference parsed) {
    Read key = new Read(reference, modified(parsed));
    List<String> labels = key.modified() == null ? null : READ.get(key);
    if (labels == null) {
      ProgramBundle bundle = read(reference);
      LabelSet set = bundle.meta().labels();
      labels = set == null ? List.of() : set.labels();
      READ.put(key, labels);
    }
    return labels;
  }

  private static ProgramBundle read(String reference) {
    try (ProgramStore store = ProgramStore.open()) {
      return store
          .find(reference)
          .orElseThrow(
              () ->
                  new ProgramException(
                      "A program of the hub must be in the cache directory of the worker:"
                          + " reference="
                          + reference
                          + "; run bin/paw pull "
                          + reference
                          + " there, with PAW_CACHE_DIR as the worker has it"));
    }
  }

  private static @Nullable FileTime modified(Reference reference) {
    try {
      return reference instanceof Reference.Local local && Files.isRegularFile(local.path())
          ? Files.getLastModifiedTime(local.path())
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static String nameOf(Reference reference) {
    if (reference instanceof Reference.Slug slug) {
      return slug.shortName();
    }
    if (!(reference instanceof Reference.Local local)) {
      return "";
    }
    Path last = local.path().toAbsolutePath().normalize().getFileName();
    String name = last == null ? "" : last.toString();
    return name.endsWith(".paw") ? name.substring(0, name.length() - 4) : name;
  }
}
