package io.pawstream.compiler.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Learns which byte pairs to merge (Sennrich et al., "Neural Machine Translation of Rare Words with
 * Subword Units", 2016). One thread; the same words give the same merges.
 *
 * <p>Letters merge with letters only, and other characters with each other: so that a name has the
 * same tokens behind a space, behind a bracket and at the start of an answer, and a small model can
 * copy it token by token. Afterwards the most frequent words get a token that has the space in it.
 */
final class MergeTraining {
  private static final String SPACE = ByteAlphabet.encode(" ");
  private static final int SHORTEST_SPACED = 3;

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
   * @param spaced how many of them at most put a space before a word
   * @return left and right part of each with a space between, the most frequent pair first; of
   *     equally frequent ones the first in the order of their letters
   */
  static List<String> train(Map<String, Long> corpus, int merges, int spaced) {
    MergeTraining trainer = new MergeTraining(corpus);
    List<String> learned = new ArrayList<>();
    while (learned.size() < merges - spaced) {
      Pair best = trainer.best();
      if (best == null) {
        break;
      }
      trainer.merge(best);
      learned.add(best.left + " " + best.right);
    }
    trainer.words.stream()
        .filter(MergeTraining::isSpacedWord)
        .sorted(
            Comparator.comparingLong((Word word) -> -word.count)
                .thenComparing(word -> word.symbols.get(1)))
        .limit(spaced)
        .forEach(word -> learned.add(SPACE + " " + word.symbols.get(1)));
    return learned;
  }

  /** Short words are parts of longer ones, which must not lose their first letters to a space. */
  private static boolean isSpacedWord(Word word) {
    return word.symbols.size() == 2
        && word.symbols.get(0).equals(SPACE)
        && word.symbols.get(1).length() >= SHORTEST_SPACED;
  }

  private static boolean mergeable(String left, String right) {
    return ByteAlphabet.isLetter(left.charAt(left.length() - 1))
        == ByteAlphabet.isLetter(right.charAt(0));
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
      if (!mergeable(pair.left, pair.right)) {
        continue;
      }
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
