package io.pawstream.transformer.tensor;

import java.nio.ByteBuffer;

/**
 * Blocks of 256 values with scales of their own for groups inside. Any thread. Layouts are those of
 * {@code block_q4_K} and {@code block_q6_K} in {@code ggml-common.h} of llama.cpp v0.5.0.
 */
final class KBlocks {
  private KBlocks() {}

  /**
   * {@code Q4_K}, 144 bytes: f16 {@code d}, f16 {@code dmin}, 12 bytes with a 6-bit scale and a
   * 6-bit minimum for each of 8 groups of 32 values, then 128 bytes: each 32 of them hold one group
   * in the low and the next in the high 4 bits. Value {@code d * scale * q - dmin * minimum}.
   */
  static void q4(ByteBuffer in, int at, float[] out, int to) {
    float d = Half.toFloat(in.getShort(at));
    float dmin = Half.toFloat(in.getShort(at + 2));
    for (int group = 0; group < 8; group++) {
      float scale = d * scale(in, at + 4, group);
      float minimum = dmin * minimum(in, at + 4, group);
      int quants = at + 16 + group / 2 * 32;
      int shift = group % 2 * 4;
      for (int i = 0; i < 32; i++) {
        out[to + group * 32 + i] = scale * (in.get(quants + i) >> shift & 0xF) - minimum;
      }
    }
  }

  /**
   * Groups 0 to 3 have theirs in one byte, 4 to 7 in the low bits of one and the top of another.
   */
  private static int scale(ByteBuffer in, int at, int group) {
    return group < 4
        ? in.get(at + group) & 0x3F
        : (in.get(at + group + 4) & 0xF) | (in.get(at + group - 4) >> 6 & 3) << 4;
  }

  private static int minimum(ByteBuffer in, int at, int group) {
    return group < 4
        ? in.get(at + group + 4) & 0x3F
        : (in.get(at + group + 4) >> 4 & 0xF) | (in.get(at + group) >> 6 & 3) << 4;
  }

  /**
   * {@code Q6_K}, 210 bytes: 128 bytes {@code ql}, 64 bytes {@code qh}, 16 signed bytes {@code
   * scale}, f16 {@code d}. Each half of 128 values takes 64 bytes of {@code ql} and 32 of {@code
   * qh}; its quarters of 32 take their lower 4 bits from {@code ql} (low, low, high, high) and
   * their upper 2 from {@code qh}, two bits further up with each quarter. Value {@code d * scale *
   * (q - 32)}, a scale for each 16 values.
   */
  static void q6(ByteBuffer in, int at, float[] out, int to) {
    float d = Half.toFloat(in.getShort(at + 208));
    for (int quarter = 0; quarter < 8; quarter++) {
      int half = quarter / 4;
      int inHalf = quarter % 4;
      int ql = at + half * 64 + inHalf % 2 * 32;
      int qh = at + 128 + half * 32;
      int lowShift = inHalf / 2 * 4;
      int highShift = inHalf * 2;
      for (int group = 0; group < 2; group++) {
        float scale = d * in.get(at + 192 + quarter * 2 + group);
        for (int i = group * 16; i < group * 16 + 16; i++) {
          int q = (in.get(ql + i) >> lowShift & 0xF) | (in.get(qh + i) >> highShift & 3) << 4;
          out[to + quarter * 32 + i] = scale * (q - 32);
        }
      }
    }
  }
}
