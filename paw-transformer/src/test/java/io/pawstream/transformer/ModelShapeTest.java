package io.pawstream.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.gguf.GgufWriter;
import io.pawstream.transformer.ModelShape.Architecture;
import io.pawstream.transformer.Transformer.Keep;
import io.pawstream.transformer.optim.Parameter;
import io.pawstream.transformer.tensor.TensorFile;
import io.pawstream.transformer.testing.Fixtures;
import io.pawstream.transformer.testing.Models;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelShapeTest {
  @TempDir Path folder;

  private Path write(Consumer<GgufWriter> content) throws IOException {
    Path file = folder.resolve("model.gguf");
    GgufWriter writer = new GgufWriter();
    content.accept(writer);
    writer.write(file, GgufLimits.INTERPRETER);
    return file;
  }

  @Test
  void theShippedInterpreter() throws IOException {
    GgufHeader header = GgufHeader.read(Fixtures.interpreter(folder), GgufLimits.INTERPRETER);
    assertThat(ModelShape.read(header))
        .isEqualTo(
            new ModelShape(
                Architecture.QWEN3, 6, 512, 128, 384, 4, 2, 32, 1e-6f, 10000, 6144, true));
  }

  @ParameterizedTest
  @CsvSource({"QWEN3, true", "QWEN3, false", "GPT2, true", "GPT2, false"})
  void whatIsWrittenIsReadBack(Architecture architecture, boolean tied) throws IOException {
    Transformer model = Models.model(architecture, tied);
    Path file =
        write(
            writer -> {
              writer.string("general.architecture", architecture.key());
              model.write(writer, GgufType.F32);
            });
    TensorFile tensors = TensorFile.open(file, GgufLimits.INTERPRETER);
    Transformer read = Transformer.load(tensors, Keep.FLOATS);
    assertThat(read.shape()).isEqualTo(model.shape());
    for (int i = 0; i < model.parameters().size(); i++) {
      Parameter expected = model.parameters().get(i);
      Parameter actual = read.parameters().get(i);
      assertThat(actual.name()).isEqualTo(expected.name());
      assertThat(Fixtures.rows(actual.value())).isEqualTo(Fixtures.rows(expected.value()));
    }
  }

  private static Stream<Arguments> broken() {
    ModelShape shape = Models.shape(Architecture.QWEN3, true);
    return Stream.of(
        Arguments.of(
            "general.architecture=llama",
            (Consumer<GgufWriter>) w -> w.string("general.architecture", "llama")),
        Arguments.of("qwen3.embedding_length=0", qwen3(ModelShapeTest::embedding)),
        Arguments.of("token_embd.weight", qwen3(shape::write)),
        Arguments.of(
            "qwen3.rope.dimension_count=4",
            qwen3(
                w -> {
                  shape.write(w);
                  embedding(w.uint32("qwen3.rope.dimension_count", 4));
                })),
        Arguments.of(
            "qwen3.rope.scaling",
            qwen3(
                w -> {
                  shape.write(w);
                  embedding(w.string("qwen3.rope.scaling.type", "yarn"));
                })));
  }

  private static Consumer<GgufWriter> qwen3(Consumer<GgufWriter> more) {
    return w -> more.accept(w.string("general.architecture", "qwen3"));
  }

  private static void embedding(GgufWriter writer) {
    writer.tensor(
        "token_embd.weight", GgufType.F32, List.of(1L, 2L), out -> out.write(new byte[8]));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void whatIsNotComputedIsRefused(String message, Consumer<GgufWriter> content) throws IOException {
    GgufHeader header = GgufHeader.read(write(content), GgufLimits.INTERPRETER);
    assertThatThrownBy(() -> ModelShape.read(header))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining(message);
  }

  @Test
  void tensorsMustFitTheSizes() throws IOException {
    Path file =
        write(
            qwen3(
                w -> {
                  Models.shape(Architecture.QWEN3, true).write(w);
                  embedding(w);
                }));
    TensorFile tensors = TensorFile.open(file, GgufLimits.INTERPRETER);
    assertThatThrownBy(() -> Transformer.load(tensors, Keep.FLOATS))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("tensor=token_embd.weight, shape=2x1, expected=2x10");
  }

  @Test
  void storedWeightsAreNotTrained() throws IOException {
    TensorFile tensors = TensorFile.open(Fixtures.interpreter(folder), GgufLimits.INTERPRETER);
    Transformer model = Transformer.load(tensors, Keep.AS_STORED);
    assertThatThrownBy(model::parameters)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tensor=token_embd.weight");
  }
}
