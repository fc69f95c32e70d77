package io.pawstream.runtime.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The text around an input: what is evaluated before it and what after it. Immutable; any thread.
 *
 * @param prefix text before the input, untrimmed
 * @param suffix text after the input, untrimmed
 */
public record Template(String prefix, String suffix) {
  /** Stands for the input in {@code prompt_template.txt}. */
  public static final String PLACEHOLDER = "{INPUT_PLACEHOLDER}";

  private static final Pattern NUMBERED = Pattern.compile("\\{INPUT_(0|[1-9][0-9]*)}");

  public Template {
    Objects.requireNonNull(prefix, "prefix");
    Objects.requireNonNull(suffix, "suffix");
  }

  /**
   * Splits a template text at its one placeholder.
   *
   * @param utf8 the bytes of the file. {@code CRLF} and {@code CR} become {@code LF}, as they do
   *     where the PAW SDK reads the file; nothing else is changed, a byte order mark included
   * @throws ProgramException if the bytes are not UTF-8 or the placeholder does not stand exactly
   *     once
   */
  public static Template parse(byte[] utf8) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new ProgramException("The template must be UTF-8: bytes=" + utf8.length, e);
    }
    text = text.replace("\r\n", "\n").replace('\r', '\n');
    int first = text.indexOf(PLACEHOLDER);
    if (first < 0) {
      if (NUMBERED.matcher(text).find()) {
        throw new ProgramException(
            "A program must have one input: the template has numbered inputs such as {INPUT_0};"
                + " compile the program again with a single text input");
      }
      throw new ProgramException(
          "The template must contain " + PLACEHOLDER + " exactly once: found=0");
    }
    String suffix = text.substring(first + PLACEHOLDER.length());
    if (suffix.contains(PLACEHOLDER)) {
      throw new ProgramException(
          "The template must contain " + PLACEHOLDER + " exactly once: found=2 or more");
    }
    return new Template(text.substring(0, first), suffix);
  }

  /** The whole text, line ends as {@code LF}. */
  public String text() {
    return prefix + PLACEHOLDER + suffix;
  }
}
