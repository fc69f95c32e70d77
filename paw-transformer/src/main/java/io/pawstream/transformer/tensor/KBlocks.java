package io.pawstream.transformer.tensor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Blocks of 256 values with scales of their own for groups inside. Any thread. Layouts are those of
 * {@code block_q4_K} and {@code block_q6_K} in {@code ggml-common.h} of llama.cpp v0.5.0.
 */
final class KBlocks {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The lower 4 bits of every byte. */
  private static final long LOW_4 = 0x0F0F0F0F0F0F0F0FL;

  /** The lower 2 bits of every byte. */
  private static final long LOW_2 = 0x0303030303030303L;

  private KBlocks() {}

  /**
   * {@code Q4_K}, 144 bytes: f16 {@code d}, f16 {@code dmin}, 12 bytes with a 6-bit scale and a
   * 6-bit minimum for each of 8 groups of 32 values, then 128 bytes: each 32 of them hold one group
   * in the low and the next in the high 4 bits. Value {@code d * scale * q - dmin * minimum}.
   */
  static void q4(byte[] in, float[] out, int blocks) {
    for (int block = 0; block < blocks; block++) {
      int at = block * 144;
      float d = BlockDecoder.half(in, at);
      float dmin = BlockDecoder.half(in, at + 2);
      for (int group = 0; group < 8; group++) {
        float scale = d * scale(in, at + 4, group);
        float minimum = dmin * minimum(in, at + 4, group);
        int quants = at + 16 + group / 2 * 32;
        int shift = group % 2 * 4;
        int to = block * 256 + group * 32;
        for (int i = 0; i < 32; i++) {
          out[to + i] = scale * (in[quants + i] >> shift & 0xF) - minimum;
        }
      }
    }
  }

  /**
   * Groups 0 to 3 have theirs in one byte, 4 to 7 in the low bits of one and the top of another.
   */
  private static int scale(byte[] in, int at, int group) {
    return group < 4
        ? in[at + group] & 0x3F
        : (in[at + group + 4] & 0xF) | (in[at + group - 4] >> 6 & 3) << 4;
  }

  private static int minimum(byte[] in, int at, int group) {
    return group < 4
        ? in[at + group + 4] & 0x3F
        : (in[at + group + 4] >> 4 & 0xF) | (in[at + group] >> 6 & 3) << 4;
  }

  /**
   * {@code Q6_K}, 210 bytes: 128 bytes {@code ql}, 64 bytes {@code qh}, 16 signed bytes {@code
   * scale}, f16 {@code d}. Each half of 128 values takes 64 bytes of {@code ql} and 32 of {@code
   * qh}; its quarters of 32 take their lower 4 bits from {@code ql} (low, low, high, high) and
   * their upper 2 from {@code qh}, two bits further up with each quarter. Value {@code d * scale *
   * (q - 32)}, a scale for each 16 values.
   */
  static void q6(byte[] in, float[] out, int blocks) {
    for (int block = 0; block < blocks; block++) {
      int at = block * 210;
      float d = BlockDecoder.half(in, at + 208);
      for (int half = 0; half < 2; half++) {
        for (int part = 0; part < 32; part += 8) {
          q6(in, at, half, part, d, out, block * 256 + half * 128 + part);
        }
      }
    }
  }

  /**
   * The 8 values in the same place of each quarter: they share their bytes, a byte of a long each.
   */
  private static void q6(byte[] in, int at, int half, int part, float d, float[] out, int to) {
    int scale = at + 192 + half * 8 + part / 16;
    int low = at + half * 64 + part;
    long a = (long) LONGS.get(in, low);
    long b = (long) LONGS.get(in, low + 32);
    long upper = (long) LONGS.get(in, at + 128 + half * 32 + part);
    eight(a & LOW_4 | (upper & LOW_2) << 4, d * in[scale], out, to);
    eight(b & LOW_4 | (upper >>> 2 & LOW_2) << 4, d * in[scale + 2], out, to + 32);
    eight(a >>> 4 & LOW_4 | upper & LOW_2 << 4, d * in[scale + 4], out, to + 64);
    eight(b >>> 4 & LOW_4 | upper >>> 2 & LOW_2 << 4, d * in[scale + 6], out, to + 96);
  }

  private static void eight(long quants, float scale, float[] out, int to) {
    out[to] = scale * ((int) (quants & 63) - 32);
    out[to + 1] = scale * ((int) (quants >>> 8 & 63) - 32);
    out[to + 2] = scale * ((int) (quants >>> 16 & 63) - 32);
    out[to + 3] = scale * ((int) (quants >>> 24 & 63) - 32);
    out[to + 4] = scale * ((int) (quants >>> 32 & 63) - 32);
    out[to + 5] = scale * ((int) (quants >>> 40 & 63) - 32);
    out[to + 6] = scale * ((int) (quants >>> 48 & 63) - 32);
    out[to + 7] = scale * ((int) (quants >>> 56 & 63) - 32);
  }
}
