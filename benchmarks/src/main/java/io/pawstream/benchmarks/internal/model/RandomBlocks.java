package io.pawstream.benchmarks.internal.model;

import io.pawstream.runtime.gguf.GgufType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * Random weights, made as the blocks that ggml stores, so that nothing needs to be quantised.
 * Layouts are those of ggml's {@code ggml-common.h}. One thread.
 */
final class RandomBlocks {
  private static final int CHUNK_BLOCKS = 2048;

  /** Standard deviation of whole numbers spread evenly over so many values. */
  private static double spread(int values) {
    return Math.sqrt((values * (double) values - 1) / 12);
  }

  private final SplittableRandom random;

  RandomBlocks(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /**
   * Writes weights around zero.
   *
   * @param elements a multiple of the type's block
   * @param deviation their standard deviation, 1e-2 to 1e2 or so
   */
  void write(OutputStream out, GgufType type, long elements, double deviation) throws IOException {
    int blockBytes = type.blockBytes();
    long left = elements / type.blockElements();
    ByteBuffer chunk =
        ByteBuffer.allocate(CHUNK_BLOCKS * blockBytes).order(ByteOrder.LITTLE_ENDIAN);
    while (left > 0) {
      int blocks = (int) Math.min(left, CHUNK_BLOCKS);
      // 2048 blocks are a multiple of 8 bytes whatever the type
      for (int at = 0; at < chunk.capacity(); at += 8) {
        chunk.putLong(at, random.nextLong());
      }
      for (int i = 0; i < blocks; i++) {
        finish(chunk, i * blockBytes, type, deviation);
      }
      out.write(chunk.array(), 0, blocks * blockBytes);
      left -= blocks;
    }
  }

  /** Writes the same number many times, as F32. */
  void writeConstant(OutputStream out, float value, long elements) throws IOException {
    ByteBuffer all =
        ByteBuffer.allocate(Math.toIntExact(4 * elements)).order(ByteOrder.LITTLE_ENDIAN);
    while (all.hasRemaining()) {
      all.putFloat(value);
    }
    out.write(all.array());
  }

  /** Gives a block of random bits the scales that make it a block of weights. */
  private static void finish(ByteBuffer chunk, int at, GgufType type, double deviation) {
    switch (type) {
      case F32 -> {
        double uniform = chunk.getInt(at) / (double) (1L << 31);
        chunk.putFloat(at, (float) (uniform * deviation * Math.sqrt(3)));
      }
      // d; 16 bytes of two 4-bit values each, minus 8
      case Q4_0 -> chunk.putShort(at, half(deviation / spread(16)));
      // d; 32 signed bytes
      case Q8_0 -> chunk.putShort(at, half(deviation / spread(256)));
      // 256 6-bit values minus 32, in 128 bytes of low bits and 64 of high bits; 16 scales; d
      case Q6_K -> {
        for (int i = 0; i < 16; i++) {
          int scale = 8 + (chunk.get(at + 192 + i) & 7);
          chunk.put(at + 192 + i, (byte) scale);
        }
        chunk.putShort(at + 208, half(deviation / spread(64) / 11.5));
      }
      default -> throw new IllegalArgumentException("no random blocks of type " + type);
    }
  }

  /** The number as an IEEE half, rounded down; at least the smallest normal one, below 65536. */
  static short half(double value) {
    int bits = Float.floatToIntBits((float) value);
    int exponent = (bits >>> 23) - 127 + 15;
    if (exponent < 1 || exponent > 30) {
      throw new IllegalArgumentException("a scale must be a normal half: value=" + value);
    }
    return (short) (exponent << 10 | (bits >>> 13 & 0x3FF));
  }
}
