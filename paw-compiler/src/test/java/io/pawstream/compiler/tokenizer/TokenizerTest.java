package io.pawstream.compiler.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.compiler.testing.Ggufs;
import io.pawstream.compiler.testing.Llama;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufValue;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.program.ProgramBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same ids as llama.cpp, for every text. */
class TokenizerTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "  ",
          "\n",
          "\n\n \n",
          "\t\tx",
          "Hello, world!",
          "two  spaces   and more    ",
          "trailing \n\n",
          " leading",
          "I'm, you're, it's, we'LL, they'VE, he'D, don'T, 'tis, 's",
          "12345 1,234.56 ½ Ⅷ ٣٤ x2y3",
          "naïve café Straße ÅÄÖ ñandú",
          "e\u0301 combining \u0915\u094d\u0937",
          "日本語のテキスト。中文文本，한국어 텍스트",
          "😀 emoji 👩‍👩‍👧 family 🇩🇪",
          "€ 5 £ 7 ¥ 9 – — … “quoted” ‘x’",
          "\u00a0no-break\u2003em\u3000ideographic\u200bzero\u0085next",
          "\r\nwindows\r\nlines\r",
          "a\u0001\u0002\u007fb\ufeffc",
          "<|im_start|>user<|im_end|>",
          "<think> </think> <|im_end|",
          "http://a.b/c?d=e&f=g#h user@example.com ORD-2291-X",
          "-----=====*****/////",
          "مرحبا بالعالم שלום עולם",
          "\ud83d\ude00\ud83d\ude00 x\u2028y\u2029z",
          "    def f(x):\n        return x\n",
          "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𒀀𒀁",
          "ʼn ǅ ﬁ ﬀ ª º µ");

  @TempDir static Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"qwen2", "gpt-2"})
  void givesTheIdsOfLlama(String pre) throws IOException {
    Interpreter interpreter = tiny(Map.of("tokenizer.ggml.pre", new GgufValue.Text(pre)));
    Tokenizer tokenizer = Tokenizer.read(interpreter.header());
    try (Llama llama = new Llama(interpreter)) {
      assertThat(tokenizer.endToken()).isEqualTo(llama.endToken());
      for (int token = 0; token < tokenizer.size(); token++) {
        assertThat(tokenizer.isControl(token)).isEqualTo(llama.isControl(token));
      }
      for (String text : texts()) {
        for (boolean control : new boolean[] {false, true}) {
          int[] tokens = tokenizer.encode(text, control);
          assertThat(tokens)
              .as("control=%s, text=%s", control, text)
              .isEqualTo(llama.tokenize(text, control));
          if (!control) {
            assertThat(tokenizer.text(tokens)).isEqualTo(text);
          }
        }
      }
    }
  }

  /** Odd ones, the sentences of the examples, and noise of both. */
  private static List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>(TEXTS);
    texts.addAll(Files.readAllLines(Path.of("../examples/messages.jsonl")));
    texts.addAll(Files.readAllLines(Path.of("../examples/app.log")));
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(1, 8); part > 0; part--) {
        String from = texts.get(random.nextInt(TEXTS.size()));
        int[] points = from.codePoints().toArray();
        int start = random.nextInt(points.length + 1);
        int end = random.nextInt(start, points.length + 1);
        text.append(new String(points, start, end - start));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  @Test
  void tokensThatLookLikeControlTokensAreSome() throws IOException {
    Interpreter tiny = Interpreters.known("paw-tiny", null);
    int end = Tokenizer.read(tiny.header()).endToken();
    for (int type : new int[] {1, 4}) {
      int[] types =
          Arrays.stream(tiny.header().array("tokenizer.ggml.token_type").get().integers())
              .mapToInt(Math::toIntExact)
              .toArray();
      types[end] = type;
      Interpreter other = tiny(Map.of("tokenizer.ggml.token_type", Ggufs.int32s(types)));
      Tokenizer tokenizer = Tokenizer.read(other.header());
      try (Llama llama = new Llama(other)) {
        assertThat(tokenizer.isControl(end)).isTrue().isEqualTo(llama.isControl(end));
        for (boolean control : new boolean[] {false, true}) {
          assertThat(tokenizer.encode("a<|im_end|>b", control))
              .isEqualTo(llama.tokenize("a<|im_end|>b", control));
        }
      }
    }
  }

  @Test
  void aPromptIsWhatTheRuntimeEvaluates() throws IOException {
    Interpreter interpreter = Interpreters.known("paw-tiny", null);
    Prompt prompt =
        new Prompt(
            Tokenizer.read(interpreter.header()),
            ProgramBundle.read(Path.of("../programs/urgency.paw")).template());
    try (Paw paw = Paw.open();
        PawProgram program = paw.load("../programs/urgency.paw")) {
      assertThat(prompt.prefixTokens()).isEqualTo(program.prefixTokens());
      for (String text : TEXTS) {
        assertThat(prompt.inputTokens(text)).isEqualTo(program.inputTokens(text));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-bpe", "default"})
  void refusesOtherWordSplits(String pre) throws IOException {
    Interpreter interpreter = tiny(Map.of("tokenizer.ggml.pre", new GgufValue.Text(pre)));
    assertThatThrownBy(() -> Tokenizer.read(interpreter.header()))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("tokenizer.ggml.pre=" + pre);
  }

  private static Interpreter tiny(Map<String, GgufValue> values) throws IOException {
    Path file =
        Ggufs.copy(
            Interpreters.known("paw-tiny", null).file(),
            directory.resolve("tiny-" + values.hashCode() + ".gguf"),
            values);
    return Interpreters.resolve(file.toString(), true, null);
  }
}
