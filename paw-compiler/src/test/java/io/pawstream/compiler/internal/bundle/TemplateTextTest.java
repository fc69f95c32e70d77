package io.pawstream.compiler.internal.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.compiler.testing.Ggufs;
import io.pawstream.compiler.testing.Greetings;
import io.pawstream.compiler.tokenizer.Tokenizer;
import io.pawstream.runtime.gguf.GgufValue;
import io.pawstream.runtime.interpreter.Architecture;
import io.pawstream.runtime.interpreter.HyperParameters;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shapes that PAW's programs have, to the byte. */
class TemplateTextTest {
  @TempDir Path directory;

  @Test
  void theDemonstrationInterpreterGetsABareChat() throws IOException {
    assertThat(text(" Say\r\nwhat. \n", Greetings.tiny()))
        .isEqualTo(
            """
            <|im_start|>user
            Say
            what.

            {INPUT_PLACEHOLDER}<|im_end|>
            <|im_start|>assistant
            """);
  }

  @Test
  void otherChatModelsGetAClosedThinkBlock() throws IOException {
    Path file = directory.resolve("chat.gguf");
    Ggufs.copy(
        Greetings.tiny().file(),
        file,
        Ggufs.withLastTokens(
            Greetings.tiny().header(),
            Map.of("general.name", new GgufValue.Text("Qwen3 0.6B")),
            "<think>",
            "</think>"));

    assertThat(text("Say what.", Interpreters.resolve(file.toString(), true, null)))
        .isEqualTo(
            """
            <|im_start|>user
            Say what.

            [INPUT]
            {INPUT_PLACEHOLDER}
            [END_INPUT]<|im_end|>
            <|im_start|>assistant
            <think>

            </think>

            """);
  }

  @Test
  void modelsWithoutChatGetTheFrameAlone() throws IOException {
    Interpreter tiny = Greetings.tiny();
    HyperParameters gpt2 = new HyperParameters(Architecture.GPT2, 4, 512, 128, 384, 4, 4, 32, 32);

    assertThat(
            text(
                "Say what.",
                new Interpreter("gpt2", tiny.file(), tiny.sha256(), tiny.header(), gpt2)))
        .isEqualTo("Say what.\n\n[INPUT]\n{INPUT_PLACEHOLDER}\n[END_INPUT]");
  }

  @Test
  void aReproducibleBuildHasItsOwnTime() {
    assertThat(Publisher.now("1700000000")).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    assertThat(Publisher.now("no number")).isAfter(Instant.ofEpochSecond(1_700_000_000));
    assertThat(Publisher.now(null)).isAfter(Instant.ofEpochSecond(1_700_000_000));
  }

  private static String text(String spec, Interpreter interpreter) throws IOException {
    return TemplateText.of(spec, interpreter, Tokenizer.read(interpreter.header())).text();
  }
}
