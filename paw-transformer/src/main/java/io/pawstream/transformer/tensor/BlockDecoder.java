package io.pawstream.transformer.tensor;

import io.pawstream.runtime.gguf.GgufType;
import java.nio.ByteBuffer;

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
   * Decodes one block.
   *
   * @param in little-endian; its position is not used
   * @param at where the block begins
   * @param out receives the values
   * @param to where the first goes
   */
  void decode(ByteBuffer in, int at, float[] out, int to);

  /**
   * The decoder of a type.
   *
   * @throws IllegalArgumentException if there is none
   */
  static BlockDecoder of(GgufType type) {
    return switch (type) {
      case F32 -> (in, at, out, to) -> out[to] = in.getFloat(at);
      case F16 -> (in, at, out, to) -> out[to] = Half.toFloat(in.getShort(at));
      case BF16 -> (in, at, out, to) -> out[to] = Float.intBitsToFloat(in.getShort(at) << 16);
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

  private static void q8(ByteBuffer in, int at, float[] out, int to) {
    float d = Half.toFloat(in.getShort(at));
    for (int i = 0; i < 32; i++) {
      out[to + i] = d * in.get(at + 2 + i);
    }
  }

  private static void q4(ByteBuffer in, int at, float[] out, int to) {
    float d = Half.toFloat(in.getShort(at));
    for (int i = 0; i < 16; i++) {
      int pair = in.get(at + 2 + i);
      out[to + i] = d * ((pair & 0xF) - 8);
      out[to + i + 16] = d * ((pair >> 4 & 0xF) - 8);
    }
  }

  private static void q5(ByteBuffer in, int at, float[] out, int to) {
    float d = Half.toFloat(in.getShort(at));
    int fifth = in.getInt(at + 2);
    for (int i = 0; i < 16; i++) {
      int pair = in.get(at + 6 + i);
      int low = (pair & 0xF) | (fifth >> i & 1) << 4;
      int high = (pair >> 4 & 0xF) | (fifth >> (i + 16) & 1) << 4;
      out[to + i] = d * (low - 16);
      out[to + i + 16] = d * (high - 16);
    }
  }
}
