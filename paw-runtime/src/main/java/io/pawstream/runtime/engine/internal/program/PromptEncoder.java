package io.pawstream.runtime.engine.internal.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.engine.Overflow;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.llama.internal.LlamaModel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns a record's text into the tokens after the prefix. Immutable; any thread.
 *
 * <p>Input and suffix are tokenized as one text, as the PAW SDK does, because the end of the input
 * may merge with the beginning of the suffix. Only the part of the suffix from its first control
 * token on is tokenized with control tokens: so a record's text never becomes one, and for every
 * other text the ids are the same, since the tokenizer splits at control tokens first.
 */
final class PromptEncoder {
  private final LlamaModel model;
  private final ProgramOptions options;
  private final byte[] plainSuffix;
  private final int[] controlSuffix;

  /** Stands before every input; see {@link LoadedProgram}. */
  private final int[] lead;

  private final int most;
  private final int room;

  /**
   * @param lead tokens before the input
   * @param most tokens there may be after the prefix, so that the shortest answer fits
   * @param room tokens there may be after the prefix when text has to be cut anyway
   */
  PromptEncoder(
      LlamaModel model, ProgramOptions options, String suffix, int[] lead, int most, int room) {
    this.model = model;
    this.options = options;
    this.lead = lead;
    this.most = most;
    this.room = room;
    int split = controlStart(model, suffix);
    this.plainSuffix = suffix.substring(0, split).getBytes(UTF_8);
    this.controlSuffix = model.tokenize(suffix.substring(split).getBytes(UTF_8), true);
  }

  /** Where the first control token of {@code suffix} begins, or its end. */
  private static int controlStart(LlamaModel model, String suffix) {
    for (int token : model.tokenize(suffix.getBytes(UTF_8), true)) {
      if (model.isControl(token)) {
        int at = suffix.indexOf(new String(model.piece(token, true), UTF_8));
        return at < 0 ? suffix.length() : at;
      }
    }
    return suffix.length();
  }

  Encoded encode(String text) {
    if (text.length() > options.maxInputBytes()) {
      return tooLong(text, null, "maxInputBytes=" + options.maxInputBytes());
    }
    byte[] utf8 = strict(text);
    if (utf8 == null) {
      return new Encoded.Refused(
          FailureReason.INVALID_TEXT,
          "A text must hold no NUL and no half of a surrogate pair: chars="
              + text.length()
              + "; clean it before the program");
    }
    if (utf8.length > options.maxInputBytes()) {
      return tooLong(text, utf8, "maxInputBytes=" + options.maxInputBytes());
    }
    int[] tokens = tokens(utf8);
    if (tokens.length > most) {
      return tooLong(text, utf8, "tokens=" + tokens.length + ", room=" + most);
    }
    if (tokens.length == 0) {
      return new Encoded.Refused(
          FailureReason.INVALID_TEXT,
          "A prompt must have at least one token: the template is empty and so is the text");
    }
    return new Encoded.Tokens(tokens, false);
  }

  private Encoded tooLong(String text, byte @Nullable [] utf8, String values) {
    if (options.overflow() == Overflow.FAIL) {
      return new Encoded.Refused(
          FailureReason.INPUT_TOO_LONG,
          "A text must fit the context window: "
              + values
              + "; set overflow to head, tail or middle to cut it");
    }
    byte[] whole = utf8 == null ? strict(text) : utf8;
    if (whole == null) {
      return new Encoded.Refused(
          FailureReason.INVALID_TEXT,
          "A text must hold no NUL and no half of a surrogate pair: chars=" + text.length());
    }
    byte[] kept = cutBytes(whole, options.maxInputBytes());
    int[] inputTokens = model.tokenize(kept, false);
    int budget = room - lead.length - controlSuffix.length - plainSuffix.length;
    // the seam may tokenize a little longer than its parts; a few tokens less always fit
    for (int keep = Math.min(budget, inputTokens.length); keep > 0; keep -= 1 + keep / 8) {
      int[] tokens = tokens(cutTokens(inputTokens, keep));
      if (tokens.length <= room) {
        return new Encoded.Tokens(tokens, true);
      }
    }
    return new Encoded.Refused(
        FailureReason.INPUT_TOO_LONG,
        "A template must leave room for the input: room=" + room + "; raise contextTokens");
  }

  private int[] tokens(byte[] input) {
    byte[] plain = Arrays.copyOf(input, input.length + plainSuffix.length);
    System.arraycopy(plainSuffix, 0, plain, input.length, plainSuffix.length);
    int[] middle = model.tokenize(plain, false);
    int[] all = Arrays.copyOf(lead, lead.length + middle.length + controlSuffix.length);
    System.arraycopy(middle, 0, all, lead.length, middle.length);
    System.arraycopy(controlSuffix, 0, all, lead.length + middle.length, controlSuffix.length);
    return all;
  }

  /** Keeps {@code keep} tokens of the input, as text. */
  private byte[] cutTokens(int[] tokens, int keep) {
    int head =
        switch (options.overflow()) {
          case HEAD -> 0;
          case MIDDLE -> keep - keep / 2;
          default -> keep;
        };
    byte[] first = wholeChars(pieces(tokens, 0, head), false);
    byte[] last = wholeChars(pieces(tokens, tokens.length - (keep - head), tokens.length), true);
    return join(first, last);
  }

  private byte[] pieces(int[] tokens, int from, int to) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = from; i < to; i++) {
      bytes.writeBytes(model.piece(tokens[i], true));
    }
    return bytes.toByteArray();
  }

  /**
   * Keeps about {@code keep} bytes of what is kept in the end, so that the tokenizer stays fast.
   */
  private byte[] cutBytes(byte[] utf8, int keep) {
    if (utf8.length <= keep) {
      return utf8;
    }
    int head =
        switch (options.overflow()) {
          case HEAD -> 0;
          case MIDDLE -> keep - keep / 2;
          default -> keep;
        };
    byte[] first = wholeChars(Arrays.copyOf(utf8, head), false);
    byte[] last =
        wholeChars(Arrays.copyOfRange(utf8, utf8.length - (keep - head), utf8.length), true);
    return join(first, last);
  }

  private static byte[] join(byte[] first, byte[] last) {
    byte[] both = Arrays.copyOf(first, first.length + last.length);
    System.arraycopy(last, 0, both, first.length, last.length);
    return both;
  }

  /** Drops what is left of a character that was cut: at the start, or at the end. */
  private static byte[] wholeChars(byte[] utf8, boolean atStart) {
    if (atStart) {
      int from = 0;
      while (from < utf8.length && isContinuation(utf8[from])) {
        from++;
      }
      return Arrays.copyOfRange(utf8, from, utf8.length);
    }
    int start = utf8.length - 1;
    while (start >= 0 && isContinuation(utf8[start])) {
      start--;
    }
    if (start < 0 || start + length(utf8[start]) == utf8.length) {
      return utf8;
    }
    return Arrays.copyOf(utf8, start);
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }

  private static int length(byte first) {
    int b = first & 0xFF;
    return b < 0x80 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
  }

  /** UTF-8, or null for a text with NUL or half of a surrogate pair. */
  private static byte @Nullable [] strict(String text) {
    if (text.indexOf('\0') >= 0) {
      return null;
    }
    try {
      ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] utf8 = new byte[encoded.remaining()];
      encoded.get(utf8);
      return utf8;
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
