package io.pawstream.runtime.gguf;

import static io.pawstream.runtime.testing.GgufWriter.ARRAY;
import static io.pawstream.runtime.testing.GgufWriter.BOOL;
import static io.pawstream.runtime.testing.GgufWriter.INT32;
import static io.pawstream.runtime.testing.GgufWriter.STRING;
import static io.pawstream.runtime.testing.GgufWriter.int32;
import static io.pawstream.runtime.testing.GgufWriter.int64;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pawstream.runtime.testing.Fixtures;
import io.pawstream.runtime.testing.GgufWriter;
import io.pawstream.runtime.testing.GgufWriter.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufHeaderTest {
  private static final int F32 = GgufType.F32.id();

  @Test
  void readsTheShippedInterpreter(@TempDir Path temp) throws Exception {
    Path file = Files.write(temp.resolve("tiny.gguf"), Fixtures.interpreter());

    GgufHeader header = GgufHeader.read(file, GgufLimits.INTERPRETER);

    assertThat(header.alignment()).isEqualTo(32);
    assertThat(header.string("general.architecture")).contains("qwen3");
    assertThat(header.uint32("qwen3.block_count")).contains(6L);
    assertThat(header.float32("qwen3.rope.freq_base")).contains(10000f);
    assertThat(header.bool("tokenizer.ggml.add_bos_token")).contains(false);
    assertThat(header.array("tokenizer.ggml.merges").orElseThrow().strings())
        .hasSize(5885)
        .startsWith("e r", "a n", "i s");
    assertThat(header.array("tokenizer.ggml.token_type").orElseThrow().integers())
        .hasSize(6144)
        .startsWith(1, 1, 1);
    assertThat(header.string("none")).isEmpty();
    assertThat(header.tensor("blk.0.ffn_down.weight"))
        .contains(
            new GgufTensor(
                "blk.0.ffn_down.weight", GgufType.Q8_0, List.of(384L, 128L), 992256, 52224));
    assertThat(header.tensors()).hasSize(68);
    assertThat(header.dataOffset()).isEqualTo(191520);
    assertThat(header.dataEnd()).isEqualTo(header.fileSize()).isEqualTo(2288672);
  }

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    GgufHeader interpreter = Fixtures.interpreterHeader();

    GgufHeader again = Fixtures.header(GgufWriter.of(interpreter).bytes());

    assertThat(again.tensors()).isEqualTo(interpreter.tensors());
    assertThat(again.dataOffset()).isEqualTo(interpreter.dataOffset());
    assertThat(again.metadata().keySet()).isEqualTo(interpreter.metadata().keySet());
  }

  @Test
  void readsEveryTypeOfValue() throws Exception {
    GgufWriter writer = new GgufWriter();
    byte[] ones = new byte[8];
    Arrays.fill(ones, (byte) 0xFF);
    int[] bytes = {1, 1, 2, 2, 4, 4, 4, 0, 0, 0, 8, 8, 8};
    for (int type : new int[] {0, 1, 2, 3, 4, 5, 10, 11}) {
      writer.raw("v" + type, type, Arrays.copyOf(ones, bytes[type]));
      writer.array("a" + type, type, 1, Arrays.copyOf(ones, bytes[type]));
    }
    writer.raw("double", 12, int64(Double.doubleToRawLongBits(2.5)));
    writer.array("floats", 6, 1, int32(Float.floatToRawIntBits(1.5f)));

    GgufHeader header = Fixtures.header(writer.bytes());

    long[] expected = {255, -1, 65535, -1, 4294967295L, -1, 0, 0, 0, 0, -1, -1};
    for (int type : new int[] {0, 1, 2, 3, 4, 5, 10, 11}) {
      assertThat(header.metadata().get("v" + type))
          .isEqualTo(new GgufValue.Int(GgufValue.Type.of(type).orElseThrow(), expected[type]));
      assertThat(header.array("a" + type).orElseThrow().integers()).containsExactly(expected[type]);
    }
    assertThat(header.metadata().get("double"))
        .isEqualTo(new GgufValue.Real(GgufValue.Type.FLOAT64, 2.5));
    assertThat(header.array("floats").orElseThrow().floats()).containsExactly(1.5f);
    assertThatThrownBy(() -> header.array("floats").orElseThrow().integers())
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("elementType=FLOAT32");
  }

  @Test
  void aWrongTypeNamesTheKeyAndTheType() throws Exception {
    GgufHeader header = Fixtures.interpreterHeader();

    assertThatThrownBy(() -> header.string("qwen3.block_count"))
        .isInstanceOf(GgufException.class)
        .hasMessageContainingAll("STRING", "key=qwen3.block_count", "type=UINT32");
    assertThatThrownBy(() -> header.uint32("general.name")).hasMessageContaining("type=STRING");
    assertThatThrownBy(() -> header.float32("general.name")).hasMessageContaining("type=STRING");
    assertThatThrownBy(() -> header.bool("general.name")).hasMessageContaining("type=STRING");
    assertThatThrownBy(() -> header.array("general.name")).hasMessageContaining("type=STRING");
    assertThatThrownBy(() -> header.array("tokenizer.ggml.token_type").orElseThrow().strings())
        .hasMessageContaining("elementType=INT32");
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 64, 4096})
  void acceptsOtherAlignments(int alignment) throws Exception {
    GgufWriter writer =
        new GgufWriter().alignment(alignment).tensor("a", F32, 4, 1L).tensor("b", F32, 4, 1L);

    GgufHeader header = Fixtures.header(writer.bytes());

    assertThat(header.alignment()).isEqualTo(alignment);
    assertThat(header.tensor("b").orElseThrow().offset()).isEqualTo(alignment);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refuses(String what, GgufWriter writer, String message) {
    assertThatThrownBy(() -> Fixtures.header(writer.bytes()))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining(message);
  }

  static Stream<Arguments> refuses() {
    byte[] text = GgufWriter.text("x");
    return Stream.of(
        arguments("version 2", writer().version(2), "version=2"),
        arguments("big-endian", writer().version(0x03000000), "version=50331648"),
        arguments("1025 keys", writer().keyCount(1025), "metadata count=1025, limit=1024"),
        arguments("-1 keys", writer().keyCount(-1), "metadata count=18446744073709551615"),
        arguments("4097 tensors", writer().tensorCount(4097), "tensor count=4097, limit=4096"),
        arguments("two keys too many", writer().keyCount(3), "printable ASCII"),
        arguments("key of 257 bytes", writer().raw("k".repeat(257), STRING, text), "=257"),
        arguments("empty key", writer().raw("", STRING, text), "printable ASCII"),
        arguments("key with a line break", writer().raw("a\nb", STRING, text), "printable ASCII"),
        arguments("unknown value type", writer().raw("k", 13, text), "key=k, type=13"),
        arguments("huge string", writer().raw("k", STRING, int64(1L << 40)), "=1099511627776"),
        arguments(
            "string over a mebibyte", writer().string("k", "x".repeat((1 << 20) + 1)), "=1048577"),
        arguments("string past the end", writer().raw("k", STRING, int64(1000)), "inside the file"),
        arguments("bool 2", writer().raw("k", BOOL, new byte[] {2}), "value=2"),
        arguments("huge array", writer().array("k", INT32, 1L << 62, text), "=4611686018427387904"),
        arguments("array over 2^20", writer().array("k", INT32, (1 << 20) + 1, text), "=1048577"),
        arguments(
            "array past the end", writer().array("k", INT32, 1 << 20, text), "inside the file"),
        arguments(
            "strings past the end", writer().array("k", STRING, 1 << 20, text), "inside the file"),
        arguments("array of arrays", writer().array("k", ARRAY, 1, text), "Arrays of arrays"),
        arguments("alignment 0", writer().alignment(32).uint32("general.alignment", 0), "value=0"),
        arguments("alignment 1", writer().uint32("general.alignment", 1), "value=1"),
        arguments("alignment 24", writer().uint32("general.alignment", 24), "value=24"),
        arguments("alignment 8192", writer().uint32("general.alignment", 8192), "value=8192"),
        arguments("alignment as text", writer().string("general.alignment", "32"), "type=STRING"),
        arguments("no dimensions", writer().tensor("t", F32, 4), "dimensions=0"),
        arguments("5 dimensions", writer().tensor("t", F32, 4, 1L, 1L, 1L, 1L, 1L), "dimensions=5"),
        arguments("dimension 0", writer().tensor("t", F32, 0, 0L), "dimension=0"),
        arguments("negative dimension", writer().tensor("t", F32, 4, -1L), "tensor=t, dimension="),
        arguments("elements overflow", writer().tensor("t", F32, 4, 1L << 32, 1L << 32), "63 bits"),
        arguments("bytes overflow", writer().tensor("t", F32, 4, 1L << 31, 1L << 31), "63 bits"),
        arguments(
            "elements overflow in blocks", writer().tensor("t", 2, 4, 1L << 62, 4L), "63 bits"),
        arguments("half a block", writer().tensor("t", 2, 18, 33L), "multiple of 32"),
        arguments("unknown tensor type", writer().tensor("t", 99, 4, 1L), "tensor=t, type=99"),
        arguments("removed tensor type", writer().tensor("t", 4, 4, 1L), "tensor=t, type=4"),
        arguments("name of 64 bytes", writer().tensor("t".repeat(64), F32, 4, 1L), "=64, limit=63"),
        arguments("overlap", offset(16), "tensor=t, offset=16, expected=32"),
        arguments("gap", offset(64), "tensor=t, offset=64, expected=32"),
        arguments("same offset", offset(0), "tensor=t, offset=0, expected=32"),
        arguments("negative offset", offset(-32), "offset=18446744073709551584"),
        arguments("data past the end", writer().tensor("t", F32, 0, 1024L), "inside the file"));
  }

  @Test
  void refusesDoubleKeysAndTensors() throws Exception {
    byte[] keys = writer().uint32("first", 1).uint32("other", 1).bytes();
    byte[] tensors = writer().tensor("first", F32, 4, 1L).tensor("other", F32, 4, 1L).bytes();

    assertThatThrownBy(() -> Fixtures.header(renamed(keys)))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("key=first");
    assertThatThrownBy(() -> Fixtures.header(renamed(tensors)))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("tensor=first");
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    byte[] bytes = writer().raw("k", STRING, new byte[] {1, 0, 0, 0, 0, 0, 0, 0, -1}).bytes();

    assertThatThrownBy(() -> Fixtures.header(bytes))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("UTF-8: k");
  }

  @Test
  void refusesAFileAndAHeaderOverTheLimit() throws Exception {
    byte[] adapter = Fixtures.adapter();
    GgufLimits file = new GgufLimits(99, 99, 99, 99, 99, 1 << 20, adapter.length - 1);
    GgufLimits header = new GgufLimits(99, 99, 99, 99, 99, 1000, adapter.length);

    assertThatThrownBy(() -> read(adapter, file)).hasMessageContaining("size=" + adapter.length);
    assertThatThrownBy(() -> read(adapter, header))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("limit=1000");
  }

  @Test
  void refusesEveryPrefixOfAFile() throws Exception {
    byte[] whole = writer().strings("texts", List.of("a", "b")).bytes();
    int end = (int) Fixtures.header(whole).dataEnd();
    for (int length = 0; length < end; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Fixtures.header(cut)).isInstanceOf(GgufException.class);
    }
  }

  @Test
  void refusesOtherFiles() {
    assertThatThrownBy(() -> Fixtures.header("PK\3\4 and more".getBytes(ISO_8859_1)))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("magic=504b0304");
  }

  /** A million strings in many arrays would fit the limits one by one; the header limit holds. */
  @Test
  void manyLargeArraysStayWithinTheHeaderLimit() {
    GgufWriter writer = new GgufWriter();
    List<String> empty = Collections.nCopies(1 << 17, "");
    for (int i = 0; i < 5; i++) {
      writer.strings("texts" + i, empty);
    }
    byte[] bytes = writer.bytes();
    GgufLimits limits = new GgufLimits(99, 99, 99, 99, 1 << 20, 4 << 20, 1L << 30);

    assertThatThrownBy(() -> read(bytes, limits))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("texts3");
  }

  private static GgufHeader read(byte[] bytes, GgufLimits limits) throws IOException {
    return GgufHeader.read(new ByteArrayInputStream(bytes), bytes.length, limits);
  }

  private static GgufWriter writer() {
    return new GgufWriter().uint32("one", 1).tensor("zero", F32, 4, 1L);
  }

  private static GgufWriter offset(long offset) {
    return writer().tensor("t", new Tensor(F32, List.of(1L), 4, offset));
  }

  private static byte[] renamed(byte[] file) {
    return new String(file, ISO_8859_1).replace("other", "first").getBytes(ISO_8859_1);
  }
}
