package io.pawstream.transformer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.gguf.GgufWriter;
import io.pawstream.runtime.natives.internal.Natives;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.Scratch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Decoded blocks against blocks computed by hand and against ggml's own functions. */
class DequantizeTest {
  private static final NativeLibrary GGML =
      NativeLibrary.getInstance(Natives.extract().ggmlBase().toString());

  @TempDir Path folder;

  private TensorFile file(GgufType type, int rows, int cols, byte[] data) throws IOException {
    Path file = folder.resolve(type + ".gguf");
    new GgufWriter()
        .tensor("x", type, List.of((long) cols, (long) rows), out -> out.write(data))
        .write(file, GgufLimits.ADAPTER);
    return TensorFile.open(file, GgufLimits.ADAPTER);
  }

  private float[] decode(GgufType type, ByteBuffer block) throws IOException {
    byte[] data = new byte[type.blockBytes()];
    block.get(0, data);
    return file(type, 1, type.blockElements(), data).floats("x").toArray(0);
  }

  private static ByteBuffer block(GgufType type) {
    return ByteBuffer.wrap(new byte[type.blockBytes()]).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void singleValues() throws IOException {
    assertThat(decode(GgufType.F32, block(GgufType.F32).putFloat(0, 0.1f))).containsExactly(0.1f);
    // sign 0, exponent 15 + 1, fraction 1/2: 3
    assertThat(decode(GgufType.F16, block(GgufType.F16).putShort(0, (short) 0x4200)))
        .containsExactly(3);
    assertThat(decode(GgufType.BF16, block(GgufType.BF16).putShort(0, (short) 0xC040)))
        .containsExactly(-3);
  }

  @Test
  void q8() throws IOException {
    ByteBuffer block = block(GgufType.Q8_0).putShort(0, (short) 0x3800); // d = 0.5
    block.put(2, (byte) -128).put(33, (byte) 127);
    float[] values = decode(GgufType.Q8_0, block);
    assertThat(values[0]).isEqualTo(-64);
    assertThat(values[1]).isZero();
    assertThat(values[31]).isEqualTo(63.5f);
  }

  @Test
  void q4() throws IOException {
    ByteBuffer block = block(GgufType.Q4_0).putShort(0, (short) 0x4000); // d = 2
    block.put(2, (byte) 0xF1).put(17, (byte) 0x80);
    float[] values = decode(GgufType.Q4_0, block);
    assertThat(values[0]).isEqualTo(2 * (1 - 8));
    assertThat(values[16]).isEqualTo(2 * (15 - 8));
    assertThat(values[15]).isEqualTo(2 * (0 - 8));
    assertThat(values[31]).isEqualTo(0);
  }

  @Test
  void q5() throws IOException {
    ByteBuffer block = block(GgufType.Q5_0).putShort(0, (short) 0x4000); // d = 2
    block.putInt(2, 1 | 1 << 31).put(6, (byte) 0x23).put(21, (byte) 0x40);
    float[] values = decode(GgufType.Q5_0, block);
    assertThat(values[0]).isEqualTo(2 * (16 + 3 - 16));
    assertThat(values[16]).isEqualTo(2 * (2 - 16));
    assertThat(values[31]).isEqualTo(2 * (16 + 4 - 16));
  }

  @Test
  void q4WithGroups() throws IOException {
    ByteBuffer block = block(GgufType.Q4_K);
    block.putShort(0, (short) 0x4000).putShort(2, (short) 0x3C00); // d = 2, dmin = 1
    block.put(4, (byte) 3).put(8, (byte) 2); // group 0: scale 3, minimum 2
    // group 5: the lower bits of both in one byte, the upper two above those of group 1
    block.put(5, (byte) 0x40).put(9, (byte) 0x80).put(13, (byte) 0x57);
    block.put(16, (byte) 0x01); // first of group 0: 1
    block.put(16 + 64, (byte) 0x90); // first of group 5: 9
    float[] values = decode(GgufType.Q4_K, block);
    assertThat(values[0]).isEqualTo(2 * 3 * 1 - 2);
    assertThat(values[5 * 32]).isEqualTo(2 * (16 + 7) * 9 - (32 + 5));
  }

  @Test
  void q6WithGroups() throws IOException {
    ByteBuffer block = block(GgufType.Q6_K).putShort(208, (short) 0x3800); // d = 0.5
    block.put(0, (byte) 0x53).put(128, (byte) 0b10_00_00_01);
    block.put(192, (byte) 2).put(192 + 4, (byte) -3).put(192 + 6, (byte) 1);
    float[] values = decode(GgufType.Q6_K, block);
    assertThat(values[0]).isEqualTo(0.5f * 2 * (16 + 3 - 32));
    assertThat(values[64]).isEqualTo(0.5f * -3 * (5 - 32));
    assertThat(values[96]).isEqualTo(0.5f * 1 * (32 - 32));
  }

  @ParameterizedTest
  @CsvSource({
    "F16, ggml_fp16_to_fp32_row, -1, -1",
    "BF16, ggml_bf16_to_fp32_row, -1, -1",
    "Q8_0, dequantize_row_q8_0, 0, -1",
    "Q4_0, dequantize_row_q4_0, 0, -1",
    "Q5_0, dequantize_row_q5_0, 0, -1",
    "Q4_K, dequantize_row_q4_K, 0, 2",
    "Q6_K, dequantize_row_q6_K, 208, -1"
  })
  void anyBitsGiveWhatGgmlGives(GgufType type, String function, int scaleAt, int minimumAt)
      throws IOException {
    int rows = 5;
    int cols = 3 * 256;
    byte[] data = new byte[rows * cols / type.blockElements() * type.blockBytes()];
    new SplittableRandom(1).nextBytes(data);
    for (int at = 0; at < data.length; at += type.blockBytes()) {
      // a scale that is not finite would make NaN of everything
      for (int half : new int[] {scaleAt, minimumAt}) {
        if (half >= 0) {
          data[at + half + 1] &= (byte) 0xBF;
        }
      }
    }
    float[] expected = new float[rows * cols];
    GGML.getFunction(function).invokeVoid(new Object[] {data, expected, (long) expected.length});

    TensorFile file = file(type, rows, cols, data);
    Matrix all = file.floats("x");
    Matrix panel = file.weight("x").panel(2, 4, new Scratch(), 0);
    for (int i = 0; i < rows * cols; i++) {
      // boxed, so that NaN equals NaN
      assertThat((Float) all.get(i / cols, i % cols))
          .as("element %d", i)
          .isEqualTo((Float) expected[i]);
    }
    assertThat(panel.toArray(1)).isEqualTo(all.toArray(3));
  }

  @ParameterizedTest
  @EnumSource(
      value = GgufType.class,
      names = {"F16", "Q8_0", "Q4_0"})
  void encodedFloatsAreThoseOfGgml(GgufType type) throws IOException {
    int count = 32 * 300;
    float[] values = new float[count];
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 32; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(-6, 4)));
    }
    byte[] expected = new byte[count / type.blockElements() * type.blockBytes()];
    Function function =
        GGML.getFunction(
            switch (type) {
              case F16 -> "ggml_fp32_to_fp16_row";
              case Q8_0 -> "quantize_row_q8_0_ref";
              default -> "quantize_row_q4_0_ref";
            });
    function.invokeVoid(new Object[] {values, expected, (long) count});

    ByteBuffer actual = ByteBuffer.allocate(expected.length).order(ByteOrder.LITTLE_ENDIAN);
    BlockEncoder encoder = BlockEncoder.of(type);
    for (int i = 0; i < count; i += type.blockElements()) {
      encoder.encode(values, i, actual);
    }
    assertThat(actual.array()).isEqualTo(expected);
  }

  @Test
  void everyHalfSurvives() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = Half.toFloat((short) bits);
      if (Float.isNaN(value)) {
        assertThat(Half.toFloat(Half.fromFloat(value))).isNaN();
      } else {
        assertThat(Half.fromFloat(value)).isEqualTo((short) bits);
      }
    }
    assertThat(Half.toFloat(Half.fromFloat(65520))).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Half.toFloat(Half.fromFloat(-1e30f))).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Half.toFloat(Half.fromFloat(65519))).isEqualTo(65504);
  }

  @Test
  void othersAreRefused() {
    assertThatThrownBy(() -> file(GgufType.Q2_K, 1, 256, new byte[84]))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("type=Q2_K")
        .hasMessageContaining("tensor=x");
    assertThatThrownBy(() -> file(GgufType.F32, 1, 1, new byte[4]).floats("y"))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("tensor=y");
    assertThatThrownBy(() -> BlockEncoder.of(GgufType.Q6_K))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("type=Q6_K");
  }
}
