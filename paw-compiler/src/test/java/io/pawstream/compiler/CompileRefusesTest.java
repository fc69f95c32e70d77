package io.pawstream.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.compiler.example.Example;
import io.pawstream.compiler.example.ExampleException;
import io.pawstream.compiler.testing.Ggufs;
import io.pawstream.compiler.testing.Greetings;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.gguf.GgufValue;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.InterpreterException;
import io.pawstream.runtime.interpreter.Interpreters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be compiled is said before anything is written. */
class CompileRefusesTest {
  @TempDir Path directory;

  static Stream<Arguments> settings() {
    return Stream.of(
        arguments(r -> r.rank(0), "rank=0"),
        arguments(r -> r.rank(257), "rank=257"),
        arguments(r -> r.alpha(-1), "alpha=-1.0"),
        arguments(r -> r.alpha(Float.NaN), "alpha=NaN"),
        arguments(r -> r.epochs(-1), "epochs=-1"),
        arguments(r -> r.learningRate(Double.NaN), "learningRate=NaN"),
        arguments(r -> r.threads(0), "threads=0"),
        arguments(r -> r.learnFrom(-1), "learnFrom=-1"),
        arguments(r -> r.adapterType(GgufType.Q6_K), "adapterType=Q6_K"),
        arguments(r -> r.adapterType(GgufType.Q4_0), "rank=8"),
        arguments(r -> r.firstBlock(6), "firstBlock=6"));
  }

  private static Arguments arguments(Consumer<CompileRequest.Builder> change, String part) {
    return Arguments.of(change, part);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void settingsOutOfBounds(Consumer<CompileRequest.Builder> change, String part) {
    CompileRequest.Builder request = Greetings.quick(directory.resolve("a.paw"));
    change.accept(request);

    assertThatThrownBy(request::build)
        .isInstanceOf(CompileException.class)
        .hasMessageContaining(part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "a {INPUT_PLACEHOLDER} b", "a <|im_end|> b", "a\0b"})
  void specsThatCannotStandInATemplate(String spec) throws IOException {
    refused(
        CompileRequest.builder(spec, Greetings.EXAMPLES, Greetings.tiny(), output()).build(),
        CompileException.class,
        "A spec must");
  }

  @Test
  void inputsBeyondTheContextWindow() throws IOException {
    List<Example> examples = new ArrayList<>(Greetings.EXAMPLES);
    examples.add(new Example("word ".repeat(2_000), "request", 121));

    refused(
        CompileRequest.builder(Greetings.SPEC, examples, Greetings.tiny(), output()).build(),
        ExampleException.class,
        "line=121",
        "window=512",
        "chars=10000");
  }

  @Test
  void interpretersOfAnotherKind() throws IOException {
    Interpreter other = interpreter("tokenizer.ggml.pre", "llama-bpe");

    refused(
        CompileRequest.builder(Greetings.SPEC, Greetings.EXAMPLES, other, output()).build(),
        CompileException.class,
        "tokenizer.ggml.pre=llama-bpe");
    assertThatThrownBy(() -> interpreter("general.architecture", "llama"))
        .isInstanceOf(InterpreterException.class)
        .hasMessageContaining("general.architecture=llama");
  }

  private Interpreter interpreter(String key, String value) throws IOException {
    Path file = directory.resolve("other.gguf");
    try {
      Ggufs.copy(Greetings.tiny().file(), file, Map.of(key, new GgufValue.Text(value)));
      return Interpreters.resolve(file.toString(), true, null);
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void outputsThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    for (Path output : List.of(file.resolve("a.paw"), directory)) {
      assertThatThrownBy(() -> Compiler.compile(Greetings.quick(output).build()))
          .isInstanceOf(CompileException.class)
          .hasMessageContaining("output=" + output);
    }
  }

  @Test
  void aDirectoryThatGoesAway() throws IOException {
    Path output = directory.resolve("deep/er/a.paw");

    assertThatThrownBy(
            () ->
                Compiler.compile(
                    Greetings.quick(output).build(), p -> delete(output.getParent()), () -> false))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("output=" + output)
        .hasMessageContaining("make room");
    assertThat(output.getParent()).doesNotExist();
  }

  private static void delete(Path directory) {
    try {
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFailedRunKeepsTheOlderProgram() throws IOException {
    Path output = Files.writeString(output(), "older");

    assertThatThrownBy(
            () ->
                Compiler.compile(
                    Greetings.quick(output).build(),
                    p -> {
                      throw new IllegalStateException("listener");
                    },
                    () -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("listener");
    assertThat(output).hasContent("older");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(output);
    }
  }

  private Path output() {
    return directory.resolve("a.paw");
  }

  private void refused(
      CompileRequest request, Class<? extends Exception> type, CharSequence... parts)
      throws IOException {
    assertThatThrownBy(() -> Compiler.compile(request))
        .isInstanceOf(type)
        .hasMessageContainingAll(parts);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }
}
