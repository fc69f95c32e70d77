package io.pawstream.benchmarks.internal.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Texts of wanted lengths in tokens, made of sentences: sentences one after the other, cut after a
 * word. Equal sentences and lengths give equal texts. One thread.
 */
public final class TextMaker {
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final List<String> words = new ArrayList<>();
  private final ToIntFunction<String> tokens;
  private int next;

  /**
   * @param sentences at least one with a word in it
   * @param tokens how many tokens a text has
   */
  public TextMaker(List<String> sentences, ToIntFunction<String> tokens) {
    this.tokens = tokens;
    for (String sentence : sentences) {
      words.addAll(List.of(sentence.strip().split("\\s+")));
    }
    words.removeIf(String::isEmpty);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("there must be words to make texts of: words=0");
    }
  }

  /**
   * Texts whose lengths are spread evenly.
   *
   * @param least fewest tokens, at least 1
   * @param most tokens
   */
  public List<String> texts(int count, int least, int most) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // by multiples of the golden ratio: short ones among long ones
      double place = (0.5 + i * GOLDEN) % 1;
      texts.add(text(least, least + (int) (place * (most - least + 1))));
    }
    return texts;
  }

  /** The longest text from here on that has at most so many tokens, if it has the fewest too. */
  private String text(int least, int most) {
    for (int tries = 0; tries < words.size(); tries++) {
      int fits = 0;
      int tooMany = most + 1;
      while (tooMany - fits > 1) {
        int half = (fits + tooMany) >>> 1;
        if (tokens.applyAsInt(words(half)) <= most) {
          fits = half;
        } else {
          tooMany = half;
        }
      }
      String text = words(fits);
      next = (next + Math.max(1, fits)) % words.size();
      if (fits > 0 && tokens.applyAsInt(text) >= least) {
        return text;
      }
    }
    throw new IllegalArgumentException(
        "the sentences must give texts of a length: least=" + least + ", most=" + most + " tokens");
  }

  private String words(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(words.get((next + i) % words.size()));
    }
    return text.toString();
  }
}
