package io.pawstream.connect.internal.config;

import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.program.Reference;
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

  private record Read(String reference, FileTime modified) {}

  public Binding {
    labels = List.copyOf(labels);
  }

  /**
   * Reads the entries of a configuration and the programs they name.
   *
   * @param entries references, each with or without {@code name=} before it
   * @param labelSet instead of each program's own; null to keep those
   * @param places where programs are looked for: as the engine that loads them looks
   * @throws IllegalArgumentException if an entry is none
   * @throws ProgramException if a program cannot be read
   */
  static List<Binding> of(
      List<String> entries, @Nullable List<String> labelSet, PawOptions places) {
    try (Paw paw = Paw.open(places)) {
      return named(entries).stream()
          .map(
              named -> {
                List<String> own = ownLabels(paw, named);
                return new Binding(named.name(), named.text(), labelSet == null ? own : labelSet);
              })
          .toList();
    }
  }

  /**
   * Checks all that can be known of the entries without other options: those name the directory in
   * which programs of the hub are looked for.
   *
   * @throws IllegalArgumentException if an entry is none
   * @throws ProgramException if a program that is a file cannot be read
   */
  static void check(List<String> entries) {
    try (Paw paw = Paw.open()) {
      named(entries).stream()
          .filter(named -> named.reference() instanceof Reference.Local)
          .forEach(named -> ownLabels(paw, named));
    }
  }

  /** An entry taken apart. */
  private record Named(String name, String text, Reference reference) {}

  private static List<Named> named(List<String> entries) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("at least one program must be named: programs=0");
    }
    List<Named> all = new ArrayList<>();
    for (String entry : entries) {
      Named named = named(entry);
      if (all.stream().anyMatch(other -> other.name().equals(named.name()))) {
        throw new IllegalArgumentException(
            "each program needs a name of its own: name="
                + named.name()
                + "; write other=<reference>");
      }
      all.add(named);
    }
    return all;
  }

  private static Named named(String entry) {
    Matcher named = NAMED.matcher(entry);
    boolean hasName = named.matches();
    String text = hasName ? named.group(2) : entry;
    Reference reference = Reference.parse(text);
    String name = hasName ? named.group(1) : nameOf(reference);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of a program has letters, digits, underscores and hyphens: name="
              + name
              + "; write one before the reference, as in urgency="
              + text);
    }
    if (reference.isMoving()) {
      throw new IllegalArgumentException(
          "a program of the hub must be named with its version or digest, as a slug alone may mean"
              + " another program tomorrow: reference="
              + text
              + "; write "
              + text
              + "@v1, or the version you want");
    }
    return new Named(name, text, reference);
  }

  private static List<String> ownLabels(Paw paw, Named named) {
    FileTime modified = modified(named.reference());
    if (modified == null) {
      return paw.read(named.text()).labels();
    }
    Read key = new Read(named.text(), modified);
    List<String> labels = READ.get(key);
    if (labels == null) {
      labels = paw.read(named.text()).labels();
      READ.put(key, labels);
    }
    return labels;
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
