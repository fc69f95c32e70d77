package io.pawstream.engine.blas.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts to label: the hand-written messages of the repository, and pieces of them put together. */
public final class Texts {
  private static final Pattern TEXT = Pattern.compile("\"text\": \"((?:[^\"\\\\]|\\\\.)*)\"");

  private Texts() {}

  /** Path of a demonstration program. */
  public static String program(String name) {
    return Path.of("..", "programs", name + ".paw").toString();
  }

  /** So many texts, always the same, of very different lengths. */
  public static List<String> of(int count) {
    List<String> messages = new ArrayList<>();
    try {
      Matcher matcher = TEXT.matcher(Files.readString(Path.of("..", "examples", "messages.jsonl")));
      while (matcher.find()) {
        messages.add(matcher.group(1).replace("\\\"", "\"").replace("\\\\", "\\"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SplittableRandom random = new SplittableRandom(7);
    List<String> texts = new ArrayList<>(messages.subList(0, Math.min(count, messages.size())));
    while (texts.size() < count) {
      texts.add(piece(messages, random) + " " + piece(messages, random));
    }
    return texts;
  }

  private static String piece(List<String> messages, SplittableRandom random) {
    String[] words = messages.get(random.nextInt(messages.size())).split(" ");
    int from = random.nextInt(words.length);
    int to = from + 1 + random.nextInt(words.length - from);
    return String.join(" ", List.of(words).subList(from, to));
  }
}
