package io.pawstream.benchmarks.internal.scaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.benchmarks.internal.model.RandomProgram;
import io.pawstream.benchmarks.internal.model.Shape;
import io.pawstream.benchmarks.internal.workload.TextMaker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Programs that differ in the length of their prefix alone. */
public final class PrefixPrograms {
  private static final long SEED = 1;

  /** Tokens of a long word, by which a prefix may be too short. */
  private static final int WORD = 12;

  /** Tokens of what stands around the words. */
  private static final int FRAME = 8;

  private PrefixPrograms() {}

  /**
   * Writes a program for each length.
   *
   * @param sentences what prefixes are made of
   * @param tokens how many tokens a text has
   * @param lengths in tokens, at least 32
   */
  public static List<Path> write(
      Path folder,
      Shape shape,
      List<String> sentences,
      ToIntFunction<String> tokens,
      List<Integer> lengths)
      throws IOException {
    List<Path> programs = new ArrayList<>();
    TextMaker maker = new TextMaker(sentences, tokens);
    for (int length : lengths) {
      int most = length - FRAME;
      String words = maker.texts(1, most - WORD, most).get(0);
      String template =
          "<|im_start|>user\n"
              + words
              + "\n\nInput: {INPUT_PLACEHOLDER}\n\nAnswer:<|im_end|>\n<|im_start|>assistant\n";
      Path program = folder.resolve("prefix-" + length + ".paw");
      RandomProgram.write(program, shape, SEED, template.getBytes(UTF_8));
      programs.add(program);
    }
    return programs;
  }
}
