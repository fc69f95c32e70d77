package io.pawstream.runtime.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufWriterTest {
  @TempDir Path folder;

  private static GgufWriter oneTensor(int bytes) {
    return new GgufWriter()
        .tensor("x", GgufType.F32, List.of(2L), out -> out.write(new byte[bytes]));
  }

  @Test
  void everyKindOfValueIsReadBack() throws IOException {
    Path file = folder.resolve("file.gguf");
    new GgufWriter()
        .string("text", "Größe")
        .uint32("number", 0xFFFF_FFFFL)
        .float32("real", -0.1f)
        .bool("yes", true)
        .strings("texts", List.of("a", "", "ß"))
        .int32s("numbers", 1, -2)
        .value("wide", new GgufValue.Int(GgufValue.Type.INT64, -5))
        .value("byte", new GgufValue.Int(GgufValue.Type.UINT8, 200))
        .value("double", new GgufValue.Real(GgufValue.Type.FLOAT64, Math.PI))
        .tensor("a", GgufType.F32, List.of(3L, 1L), out -> out.write(new byte[12]))
        .tensor("b", GgufType.Q8_0, List.of(32L), out -> out.write(new byte[34]))
        .write(file, GgufLimits.ADAPTER);

    GgufHeader header = GgufHeader.read(file, GgufLimits.ADAPTER);
    assertThat(header.string("text")).contains("Größe");
    assertThat(header.uint32("number")).contains(0xFFFF_FFFFL);
    assertThat(header.float32("real")).contains(-0.1f);
    assertThat(header.bool("yes")).contains(true);
    assertThat(header.array("texts").get().strings()).containsExactly("a", "", "ß");
    assertThat(header.array("numbers").get().integers()).containsExactly(1, -2);
    assertThat(header.metadata().get("wide"))
        .isEqualTo(new GgufValue.Int(GgufValue.Type.INT64, -5));
    assertThat(header.metadata().get("byte"))
        .isEqualTo(new GgufValue.Int(GgufValue.Type.UINT8, 200));
    assertThat(header.metadata().get("double"))
        .isEqualTo(new GgufValue.Real(GgufValue.Type.FLOAT64, Math.PI));
    assertThat(header.tensors())
        .containsExactly(
            new GgufTensor("a", GgufType.F32, List.of(3L, 1L), 0, 12),
            new GgufTensor("b", GgufType.Q8_0, List.of(32L), 32, 34));
  }

  @Test
  void aFileCopiedValueByValueIsTheSame() throws IOException {
    byte[] original = Fixtures.interpreter();
    GgufHeader header = Fixtures.header(original);
    GgufWriter writer = new GgufWriter();
    header.metadata().forEach(writer::value);
    for (GgufTensor tensor : header.tensors()) {
      int from = (int) (header.dataOffset() + tensor.offset());
      writer.tensor(
          tensor.name(),
          tensor.type(),
          tensor.shape(),
          out -> out.write(original, from, (int) tensor.byteSize()));
    }
    Path file = folder.resolve("copy.gguf");
    writer.write(file, GgufLimits.INTERPRETER);
    assertThat(Files.readAllBytes(file)).isEqualTo(original);
  }

  @Test
  void aFailureLeavesThePlaceAsItWas() throws IOException {
    Path file = folder.resolve("file.gguf");
    oneTensor(8).write(file, GgufLimits.ADAPTER);
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> oneTensor(7).write(file, GgufLimits.ADAPTER))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tensor=x, bytes=7, expected=8");
    char[] letters = new char[300];
    Arrays.fill(letters, 'k');
    GgufWriter longKey = oneTensor(8).uint32(new String(letters), 1);
    assertThatThrownBy(() -> longKey.write(file, GgufLimits.ADAPTER))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("limit=256");

    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void whatWouldBeWrongIsRefusedAtOnce() {
    GgufWriter writer = oneTensor(8).bool("key", true);
    assertThatThrownBy(() -> writer.bool("key", true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key=key");
    assertThatThrownBy(() -> writer.tensor("x", GgufType.F32, List.of(2L), out -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tensor=x");
    assertThatThrownBy(() -> writer.tensor("y", GgufType.Q4_0, List.of(8L), out -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiple of 32");
    assertThatThrownBy(() -> writer.uint32("big", 1L << 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("value=4294967296");
    assertThatThrownBy(() -> writer.uint32("general.alignment", 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("general.alignment");
  }
}
