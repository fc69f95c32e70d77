package io.pawstream.compiler.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The printable characters that stand for bytes in the token texts of GPT-2 and its descendants:
 * printable Latin-1 stands for itself, the other 68 bytes for U+0100 and up in order ({@code
 * bytes_to_unicode} of OpenAI's GPT-2). Any thread.
 */
final class ByteAlphabet {
  private static final char[] CHARS = new char[256];
  private static final int[] BYTES = new int[256 + 68];

  static {
    Arrays.fill(BYTES, -1);
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      CHARS[b] = (char) (printable ? b : next++);
      BYTES[CHARS[b]] = b;
    }
  }

  private ByteAlphabet() {}

  /** The UTF-8 bytes of a text, a character each. */
  static String encode(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    char[] chars = new char[utf8.length];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = CHARS[utf8[i] & 0xFF];
    }
    return new String(chars);
  }

  /** The character of a byte, 0 to 255. */
  static String encode(int b) {
    return String.valueOf(CHARS[b]);
  }

  /** Whether a character stands for an ASCII letter or for a byte of a character beyond ASCII. */
  static boolean isLetter(char c) {
    int b = BYTES[c];
    return b >= 0x80 || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  /** The bytes that a token's text stands for; characters outside the alphabet as UTF-8. */
  static byte[] decode(String tokenText) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tokenText
        .codePoints()
        .forEach(
            c -> {
              if (c < BYTES.length && BYTES[c] >= 0) {
                bytes.write(BYTES[c]);
              } else {
                bytes.writeBytes(Character.toString(c).getBytes(UTF_8));
              }
            });
    return bytes.toByteArray();
  }
}
