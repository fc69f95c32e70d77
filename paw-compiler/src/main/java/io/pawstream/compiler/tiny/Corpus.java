package io.pawstream.compiler.tiny;

import io.pawstream.compiler.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes what is trained on from a grammar. Immutable; any thread. */
record Corpus(Grammar grammar) {
  private static final int SAMPLES = 40_000;
  private static final int WORDING = 200;
  private static final int WORD = 3;

  /**
   * Learns the tokenizer from many samples, all words of the grammar and all wordings.
   *
   * @param size tokens, bytes and control tokens included
   */
  Vocabulary vocabulary(int size, long seed) {
    Map<String, Long> counts = new HashMap<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < SAMPLES; i++) {
      Sample sample = grammar.sample(random);
      count(counts, sample.input(), 1);
      count(counts, sample.output(), 1);
    }
    // each word also as it stands inside a sentence
    grammar.words().forEach(word -> count(counts, " " + word.strip(), WORD));
    grammar.wordings().forEach(wording -> count(counts, wording, WORDING));
    List.of("user\n", "assistant\n", "\n\n").forEach(text -> count(counts, text, SAMPLES));
    return Vocabulary.train(counts, size, size / 8);
  }

  private static void count(Map<String, Long> counts, String text, long times) {
    counts.merge(text, times, Long::sum);
  }

  /** Samples of one step, always the same for one seed and step. */
  List<Sample> step(long seed, int step, int count) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + step);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(grammar.sample(random));
    }
    return samples;
  }
}
