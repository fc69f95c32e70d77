package io.pawstream.compiler.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Learns which byte pairs to merge (Sennrich et al., "Neural Machine Translation of Rare Words with
 * Subword Units", 2016). One thread; the same words give the same merges.
 */
final class MergeTraining {
  private record Pair(String left, String right) {}

  private static final class Word {
    final List<String> symbols;
    final long count;

    Word(String text, long count) {
      this.symbols = new ArrayList<>();
      for (int i = 0; i < text.length(); i++) {
        symbols.add(text.substring(i, i + 1));
      }
      this.count = count;
    }
  }

  private final List<Word> words = new ArrayList<>();
  private final Map<Pair, Long> counts = new HashMap<>();
  private final Map<Pair, List<Word>> places = new HashMap<>();

  private MergeTraining(Map<String, Long> corpus) {
    new TreeMap<>(corpus).forEach((word, count) -> words.add(new Word(word, count)));
    words.forEach(word -> count(word, 1));
  }

  /**
   * Learns merges.
   *
   * @param corpus words in the byte alphabet, and how often each occurs
   * @param merges how many at most
   * @return left and right part of each with a space between, the most frequent pair first; of
   *     equally frequent ones the first in the order of their letters
   */
  static List<String> train(Map<String, Long> corpus, int merges) {
    MergeTraining trainer = new MergeTraining(corpus);
    List<String> learned = new ArrayList<>();
    while (learned.size() < merges) {
      Pair best = trainer.best();
      if (best == null) {
        break;
      }
      trainer.merge(best);
      learned.add(best.left + " " + best.right);
    }
    return learned;
  }

  private @Nullable Pair best() {
    Pair best = null;
    long most = 1;
    for (Map.Entry<Pair, Long> entry : counts.entrySet()) {
      long count = entry.getValue();
      if (count > most || (count == most && best != null && before(entry.getKey(), best))) {
        best = entry.getKey();
        most = count;
      }
    }
    return best;
  }

  private static boolean before(Pair a, Pair b) {
    int left = a.left.compareTo(b.left);
    return left < 0 || (left == 0 && a.right.compareTo(b.right) < 0);
  }

  private void count(Word word, int sign) {
    for (int i = 0; i + 1 < word.symbols.size(); i++) {
      Pair pair = new Pair(word.symbols.get(i), word.symbols.get(i + 1));
      counts.merge(pair, sign * word.count, Long::sum);
      if (sign > 0) {
        places.computeIfAbsent(pair, p -> new ArrayList<>()).add(word);
      }
    }
  }

  private void merge(Pair pair) {
    List<Word> affected = places.remove(pair);
    for (Word word : affected == null ? List.<Word>of() : affected) {
      if (!contains(word, pair)) {
        continue;
      }
      count(word, -1);
      List<String> symbols = word.symbols;
      for (int i = 0; i + 1 < symbols.size(); i++) {
        if (symbols.get(i).equals(pair.left) && symbols.get(i + 1).equals(pair.right)) {
          symbols.set(i, pair.left + pair.right);
          symbols.remove(i + 1);
        }
      }
      count(word, 1);
    }
    counts.remove(pair);
    counts.values().removeIf(count -> count <= 0);
  }

  private static boolean contains(Word word, Pair pair) {
    for (int i = 0; i + 1 < word.symbols.size(); i++) {
      if (word.symbols.get(i).equals(pair.left) && word.symbols.get(i + 1).equals(pair.right)) {
        return true;
      }
    }
    return false;
  }
}
