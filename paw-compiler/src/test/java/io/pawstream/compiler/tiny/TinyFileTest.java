package io.pawstream.compiler.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.compiler.testing.Llama;
import io.pawstream.compiler.tokenizer.Tokenizer;
import io.pawstream.compiler.tokenizer.Vocabulary;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.transformer.Transformer;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.JavaGemm;
import io.pawstream.transformer.math.Workers;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vocabulary learned from the grammar, in a file that llama.cpp loads. */
class TinyFileTest {
  @Test
  void llamaCutsTextsIntoTheSameTokens(@TempDir Path folder) throws Exception {
    Corpus corpus = new Corpus(Grammar.load());
    Vocabulary vocabulary = corpus.vocabulary(600, 1);
    assertThat(vocabulary.size()).isEqualTo(600);
    Path file = folder.resolve("tiny.gguf");
    try (Workers workers = new Workers(1)) {
      new Pretraining(
              corpus,
              vocabulary,
              Transformer.random(Pretraining.shape(vocabulary.size(), 64, 1, 64), 1),
              0,
              new Pretraining.Settings(1, 1, 1, 1e-3),
              Compute.of(new JavaGemm(), workers))
          .write(file, GgufType.Q8_0);
    }
    Interpreter interpreter = Interpreters.resolve(file.toString(), true, null);
    Tokenizer tokenizer = vocabulary.tokenizer();
    SplittableRandom random = new SplittableRandom(1);
    try (Llama llama = new Llama(interpreter)) {
      assertThat(tokenizer.endToken()).isEqualTo(llama.endToken());
      for (int i = 0; i < 500; i++) {
        String text = corpus.grammar().sample(random).input();
        int[] tokens = tokenizer.encode(text, false);
        assertThat(tokens).as(text).isEqualTo(llama.tokenize(text, false));
        assertThat(tokenizer.text(tokens)).isEqualTo(text);
      }
    }
    assertThat(Tokenizer.read(interpreter.header()).encode("naïve 😀 <|im_end|>", false))
        .isEqualTo(tokenizer.encode("naïve 😀 <|im_end|>", false));
  }

  @Test
  void equalCorporaGiveEqualVocabularies() {
    Corpus corpus = new Corpus(Grammar.load());
    assertThat(corpus.vocabulary(400, 2)).isEqualTo(corpus.vocabulary(400, 2));
    assertThat(List.copyOf(corpus.vocabulary(400, 2).merges())).doesNotHaveDuplicates();
  }
}
