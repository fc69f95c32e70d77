package io.pawstream.runtime.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The values of a header, taken from a stream. Nothing is allocated for a length that the rest of
 * the file could not hold. One thread.
 */
final class GgufInput {
  private final InputStream in;
  private final long end;
  private final byte[] word = new byte[8];
  private final ByteBuffer number = ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN);
  private long position;

  /**
   * @param end the position that no header byte may reach
   */
  GgufInput(InputStream in, long end) {
    this.in = in;
    this.end = end;
  }

  /** Bytes read so far. */
  long position() {
    return position;
  }

  byte int8(String what) throws IOException {
    read(what, word, 1);
    return word[0];
  }

  short int16(String what) throws IOException {
    read(what, word, 2);
    return number.getShort(0);
  }

  int int32(String what) throws IOException {
    read(what, word, 4);
    return number.getInt(0);
  }

  long int64(String what) throws IOException {
    read(what, word, 8);
    return number.getLong(0);
  }

  /** An unsigned 64-bit count that must not exceed a limit. */
  int count(String what, int limit) throws IOException {
    long count = int64(what);
    if (count < 0 || count > limit) {
      throw new GgufException(
          "A GGUF header exceeds a limit: "
              + what
              + "="
              + Long.toUnsignedString(count)
              + ", limit="
              + limit);
    }
    return (int) count;
  }

  byte[] bytes(String what, int length) throws IOException {
    if (length > end - position) {
      throw cutOff(what);
    }
    byte[] bytes = new byte[length];
    read(what, bytes, length);
    return bytes;
  }

  String string(String what, int limit) throws IOException {
    byte[] bytes = bytes(what, count("the length of " + what, limit));
    return decode(what, bytes);
  }

  /** A key or tensor name: not empty, and no character that would spoil a message. */
  String name(String what, int limit) throws IOException {
    String name = string(what, limit);
    if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c >= 0x7F)) {
      throw new GgufException(
          "Names in a GGUF header must be printable ASCII without spaces: "
              + what
              + " at byte="
              + position);
    }
    return name;
  }

  GgufArray strings(String what, int count, int limit) throws IOException {
    if (count > (end - position) / Long.BYTES) {
      throw cutOff(what);
    }
    int[] ends = new int[count];
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      byte[] bytes = bytes(what, count("the length of a string in " + what, limit));
      decode(what, bytes);
      text.writeBytes(bytes);
      ends[i] = text.size();
    }
    return GgufArray.ofStrings(text.toByteArray(), ends);
  }

  private static String decode(String what, byte[] bytes) throws GgufException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new GgufException("Strings in a GGUF header must be UTF-8: " + what);
    }
  }

  private void read(String what, byte[] into, int length) throws IOException {
    if (length > end - position || in.readNBytes(into, 0, length) < length) {
      throw cutOff(what);
    }
    position += length;
  }

  private GgufException cutOff(String what) {
    return new GgufException(
        "A GGUF header must end inside the file and its limit: reading "
            + what
            + " at byte="
            + position
            + ", limit="
            + end);
  }
}
