package io.pawstream.transformer.tensor;

import io.pawstream.runtime.gguf.GgufType;
import java.nio.ByteBuffer;

/**
 * Turns floats into the blocks of one tensor type, with the same roundings as {@code
 * quantize_row_*_ref} in {@code ggml-quants.c} of llama.cpp v0.5.0. Any thread. {@link
 * BlockDecoder} has the layouts.
 */
@FunctionalInterface
interface BlockEncoder {
  /**
   * Encodes one block.
   *
   * @param in holds the values
   * @param from where the first is
   * @param out little-endian; the block goes to its position
   */
  void encode(float[] in, int from, ByteBuffer out);

  /**
   * The encoder of a type.
   *
   * @throws IllegalArgumentException if there is none
   */
  static BlockEncoder of(GgufType type) {
    return switch (type) {
      case F32 -> (in, from, out) -> out.putFloat(in[from]);
      case F16 -> (in, from, out) -> out.putShort(Half.fromFloat(in[from]));
      case Q8_0 -> BlockEncoder::q8;
      case Q4_0 -> BlockEncoder::q4;
      default ->
          throw new IllegalArgumentException(
              "a tensor can be written as F32, F16, Q8_0 or Q4_0: type=" + type);
    };
  }

  private static void q8(float[] in, int from, ByteBuffer out) {
    float max = 0;
    for (int i = 0; i < 32; i++) {
      max = Math.max(max, Math.abs(in[from + i]));
    }
    float d = max / 127;
    float inverse = d == 0 ? 0 : 1 / d;
    out.putShort(Half.fromFloat(d));
    for (int i = 0; i < 32; i++) {
      float q = in[from + i] * inverse;
      // roundf: halves away from zero
      out.put((byte) (q < 0 ? -(int) (0.5f - q) : (int) (q + 0.5f)));
    }
  }

  private static void q4(float[] in, int from, ByteBuffer out) {
    float extreme = 0;
    for (int i = 0; i < 32; i++) {
      if (Math.abs(in[from + i]) > Math.abs(extreme)) {
        extreme = in[from + i];
      }
    }
    float d = extreme / -8;
    float inverse = d == 0 ? 0 : 1 / d;
    out.putShort(Half.fromFloat(d));
    for (int i = 0; i < 16; i++) {
      int low = Math.min(15, (int) (in[from + i] * inverse + 8.5f));
      int high = Math.min(15, (int) (in[from + i + 16] * inverse + 8.5f));
      out.put((byte) (low | high << 4));
    }
  }
}
