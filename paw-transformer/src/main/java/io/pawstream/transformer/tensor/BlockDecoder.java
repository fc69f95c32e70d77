package io.pawstream.transformer.tensor;

import io.pawstream.runtime.gguf.GgufType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Turns the blocks of one tensor type into floats. Any thread.
 *
 * <p>Layouts are those of the block structs in {@code ggml-common.h} of llama.cpp v0.5.0, numbers
 * little-endian:
 *
 * <ul>
 *   <li>{@code F32}, {@code F16}, {@code BF16}: one value; {@code BF16} is the upper half of an
 *       {@code F32}
 *   <li>{@code Q8_0}, 32 values, 34 bytes: f16 {@code d}, 32 signed bytes {@code q}; value {@code d
 *       * q}
 *   <li>{@code Q4_0}, 32 values, 18 bytes: f16 {@code d}, 16 bytes, each with value i in its low
 *       and value i + 16 in its high 4 bits; value {@code d * (q - 8)}
 *   <li>{@code Q5_0}, 32 values, 22 bytes: f16 {@code d}, 32 bits with the fifth bit of each value,
 *       then as {@code Q4_0}; value {@code d * (q - 16)}
 *   <li>{@code Q4_K} and {@code Q6_K}: see {@link KBlocks}
 * </ul>
 */
@FunctionalInterface
interface BlockDecoder {
  /**
   * Decodes blocks that follow each other, as those of a row do. From an array and a row at a time,
   * because the compiler leaves a check of every byte in the loops over a buffer.
   *
   * @param in the blocks, from its beginning on
   * @param out receives the values of all blocks, from its beginning on
   * @param blocks how many
   */
  void decode(byte[] in, float[] out, int blocks);

  /**
   * The decoder of a type.
   *
   * @throws IllegalArgumentException if there is none
   */
  static BlockDecoder of(GgufType type) {
    return switch (type) {
      case F32 -> BlockDecoder::f32;
      case F16 -> BlockDecoder::f16;
      case BF16 -> BlockDecoder::bf16;
      case Q8_0 -> BlockDecoder::q8;
      case Q4_0 -> BlockDecoder::q4;
      case Q5_0 -> BlockDecoder::q5;
      case Q4_K -> KBlocks::q4;
      case Q6_K -> KBlocks::q6;
      default ->
          throw new IllegalArgumentException(
              "the type of a tensor must be one of F32, F16, BF16, Q8_0, Q4_0, Q5_0, Q4_K, Q6_K:"
                  + " type="
                  + type
                  + "; quantize the file anew");
    };
  }

  /** The half at {@code at}. */
  static float half(byte[] in, int at) {
    return Half.toFloat((short) (in[at] & 0xFF | in[at + 1] << 8));
  }

  private static void f32(byte[] in, float[] out, int blocks) {
    ByteBuffer.wrap(in).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(out, 0, blocks);
  }

  private static void f16(byte[] in, float[] out, int blocks) {
    for (int i = 0; i < blocks; i++) {
      out[i] = half(in, 2 * i);
    }
  }

  private static void bf16(byte[] in, float[] out, int blocks) {
    for (int i = 0; i < blocks; i++) {
      out[i] = Float.intBitsToFloat((in[2 * i] & 0xFF) << 16 | in[2 * i + 1] << 24);
    }
  }

  private static void q8(byte[] in, float[] out, int blocks) {
    for (int block = 0; block < blocks; block++) {
      int at = block * 34;
      float d = half(in, at);
      for (int i = 0; i < 32; i++) {
        out[block * 32 + i] = d * in[at + 2 + i];
      }
    }
  }

  private static void q4(byte[] in, float[] out, int blocks) {
    for (int block = 0; block < blocks; block++) {
      int at = block * 18;
      float d = half(in, at);
      for (int i = 0; i < 16; i++) {
        int pair = in[at + 2 + i];
        out[block * 32 + i] = d * ((pair & 0xF) - 8);
        out[block * 32 + i + 16] = d * ((pair >> 4 & 0xF) - 8);
      }
    }
  }

  private static void q5(byte[] in, float[] out, int blocks) {
    for (int block = 0; block < blocks; block++) {
      int at = block * 22;
      float d = half(in, at);
      int fifth =
          in[at + 2] & 0xFF
              | (in[at + 3] & 0xFF) << 8
              | (in[at + 4] & 0xFF) << 16
              | in[at + 5] << 24;
      for (int i = 0; i < 16; i++) {
        int pair = in[at + 6 + i];
        int low = (pair & 0xF) | (fifth >> i & 1) << 4;
        int high = (pair >> 4 & 0xF) | (fifth >> (i + 16) & 1) << 4;
        out[block * 32 + i] = d * (low - 16);
        out[block * 32 + i + 16] = d * (high - 16);
      }
    }
  }
}
