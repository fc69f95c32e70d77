package io.pawstream.compiler.tiny;

import io.pawstream.compiler.example.Example;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The demonstration programs: what they are told, and where their examples come from. Immutable;
 * any thread.
 */
final class Demonstrations {
  /** Tasks of the grammar of the interpreter, which is not trained on them. */
  static final List<String> OF_THE_TINY_GRAMMAR =
      List.of("urgency", "sentiment", "log", "routing", "intent", "order", "email");

  /** Tasks of the grammar beside it. */
  private static final List<String> OF_THE_JOBS = List.of("phase", "colour", "category");

  private static final int MOST_TRIES = 100_000;

  /** Of sentences to measure with. */
  private static final long UNSEEN_SEED = 4711;

  /** Makes one example. */
  @FunctionalInterface
  private interface Maker {
    Sample make(SplittableRandom random);
  }

  private record Demonstration(String spec, List<String> labels, Maker maker) {}

  private final Map<String, Demonstration> all = new LinkedHashMap<>();

  private Demonstrations() {}

  /** The names, in the order of the table. */
  static List<String> names() {
    return Stream.of(OF_THE_TINY_GRAMMAR, OF_THE_JOBS, List.of(BrokenJson.NAME))
        .flatMap(List::stream)
        .toList();
  }

  /** All of them, ready to make examples. */
  static Demonstrations load() {
    Demonstrations demonstrations = new Demonstrations();
    demonstrations.add(Grammar.load(), OF_THE_TINY_GRAMMAR);
    demonstrations.add(Grammar.ofJobs(), OF_THE_JOBS);
    demonstrations.all.put(
        BrokenJson.NAME, new Demonstration(BrokenJson.SPEC, BrokenJson.LABELS, BrokenJson::sample));
    return demonstrations;
  }

  private void add(Grammar grammar, List<String> names) {
    for (String name : names) {
      all.put(
          name,
          new Demonstration(
              grammar.spec(name),
              grammar.labels(name),
              random -> grammar.sample(name, Grammar.Part.TRAINING, random)));
    }
  }

  private Demonstration named(String name) {
    Demonstration found = all.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "a demonstration program must be known: name=" + name + ", known=" + all.keySet());
    }
    return found;
  }

  /** What the program does. */
  String spec(String name) {
    return named(name).spec();
  }

  /** The label set; empty for free text. */
  List<String> labels(String name) {
    return named(name).labels();
  }

  /** Different inputs with their outputs; equal seeds give equal ones. */
  Map<String, String> examples(String name, int count, long seed) {
    return examples(name, count, seed, Set.of());
  }

  private Map<String, String> examples(String name, int count, long seed, Set<String> without) {
    SplittableRandom random = new SplittableRandom(seed);
    Maker maker = named(name).maker();
    Map<String, String> examples = new LinkedHashMap<>();
    for (int i = 0; i < MOST_TRIES && examples.size() < count; i++) {
      Sample sample = maker.make(random);
      if (!without.contains(sample.input())) {
        examples.putIfAbsent(sample.input(), sample.output());
      }
    }
    return examples;
  }

  /** Generated examples with other inputs than those that were learned from. */
  List<Example> unseen(String name, int count, List<Example> learned) {
    Set<String> seen = learned.stream().map(Example::input).collect(Collectors.toSet());
    List<Example> unseen = new ArrayList<>();
    examples(name, count, UNSEEN_SEED, seen)
        .forEach((input, answer) -> unseen.add(new Example(input, answer, unseen.size() + 1)));
    return unseen;
  }
}
