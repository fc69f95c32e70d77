package io.pawstream.rows;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Strict UTF-8. Any thread. */
final class Utf8 {
  private static final int LONGEST_CHARACTER = 4;

  private Utf8() {}

  /** The text, or null where the bytes are not UTF-8. */
  static @Nullable String decode(byte[] bytes) {
    return decode(bytes, bytes.length);
  }

  /** The text of a beginning that may end in the middle of a character; null if it is no UTF-8. */
  static @Nullable String decodeBeginning(byte[] bytes) {
    for (int cut = 0; cut < LONGEST_CHARACTER && cut <= bytes.length; cut++) {
      String text = decode(bytes, bytes.length - cut);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private static @Nullable String decode(byte[] bytes, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
