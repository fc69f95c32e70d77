package io.pawstream.transformer.tensor;

/** IEEE 754 half precision, which Java 17 has no type for. Any thread. */
final class Half {
  private Half() {}

  /** The value of 16 bits: 1 sign, 5 exponent, 10 fraction. */
  static float toFloat(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    if (exponent == 0) {
      // zero and subnormals count in steps of 2^-24
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int biased = exponent == 0x1F ? 0xFF : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | biased << 23 | fraction << 13);
  }

  /** The nearest half, ties to even; beyond 65504 infinite. */
  static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7FFF_FFFF;
    if (magnitude > 0x7F80_0000) {
      return (short) (sign | 0x7E00);
    }
    if (magnitude < 0x3880_0000) {
      // below 2^-14: adding a constant leaves the right number of bits, rounded by the processor
      float shifted = Float.intBitsToFloat(magnitude) + 0.5f;
      return (short) (sign | (Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(0.5f)));
    }
    int rounded = magnitude + 0xFFF + ((magnitude >> 13) & 1);
    int half = (rounded - ((127 - 15) << 23)) >> 13;
    return (short) (sign | Math.min(half, 0x7C00));
  }
}
