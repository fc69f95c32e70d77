package io.pawstream.compiler.internal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.compiler.CompileException;
import io.pawstream.compiler.tokenizer.Tokenizer;
import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.interpreter.Architecture;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.program.Template;

/**
 * What the interpreter reads around an input. Any thread.
 *
 * <p>Three shapes: the bare chat of the demonstration interpreter; the chat with a closed {@code
 * <think>} block that PAW's programs for Qwen3 have; and for models without chat tokens PAW's text
 * for GPT-2. As in PAW's trained programs the spec alone comes before the input.
 */
public final class TemplateText {
  private static final String USER = "<|im_start|>user\n";
  private static final String ASSISTANT = "<|im_end|>\n<|im_start|>assistant\n";
  private static final String NO_THOUGHT = "<think>\n\n</think>\n\n";
  private static final String FRAMED_INPUT = "[INPUT]\n" + Template.PLACEHOLDER + "\n[END_INPUT]";

  private TemplateText() {}

  /**
   * The template of a program.
   *
   * @throws CompileException if the spec cannot stand in a template
   */
  public static Template of(String spec, Interpreter interpreter, Tokenizer tokenizer) {
    String text = spec.replace("\r\n", "\n").replace('\r', '\n').strip();
    check(text, tokenizer);
    boolean chat =
        interpreter.shape().architecture() == Architecture.QWEN3
            && tokenizer.special("<|im_start|>").isPresent()
            && tokenizer.special("<|im_end|>").isPresent();
    String whole;
    if (!chat) {
      whole = text + "\n\n" + FRAMED_INPUT;
    } else if (isTiny(interpreter) || tokenizer.special("<think>").isEmpty()) {
      whole = USER + text + "\n\n" + Template.PLACEHOLDER + ASSISTANT;
    } else {
      whole = USER + text + "\n\n" + FRAMED_INPUT + ASSISTANT + NO_THOUGHT;
    }
    return Template.parse(whole.getBytes(UTF_8));
  }

  private static void check(String spec, Tokenizer tokenizer) {
    if (spec.isEmpty()) {
      throw new CompileException(
          "A spec must say what the program does: spec is empty; write a sentence");
    }
    if (spec.contains(Template.PLACEHOLDER) || spec.indexOf('\0') >= 0) {
      throw new CompileException(
          "A spec must not contain " + Template.PLACEHOLDER + " or NUL: chars=" + spec.length());
    }
    for (int token : tokenizer.encode(spec, true)) {
      if (tokenizer.isControl(token)) {
        throw new CompileException(
            "A spec must not contain control tokens: token=" + token + "; leave its text out");
      }
    }
  }

  /** It was trained without the block, though its vocabulary has the tokens. */
  private static boolean isTiny(Interpreter interpreter) {
    try {
      return interpreter.header().string("general.name").orElse("").startsWith("paw-tiny");
    } catch (GgufException e) {
      // a name of another type is no name
      return false;
    }
  }
}
