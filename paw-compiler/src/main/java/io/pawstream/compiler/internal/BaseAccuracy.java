package io.pawstream.compiler.internal;

import io.pawstream.compiler.example.Example;
import io.pawstream.compiler.internal.bundle.TemplateText;
import io.pawstream.compiler.internal.data.Encoding;
import io.pawstream.compiler.internal.data.ExampleSet;
import io.pawstream.compiler.internal.score.Scorer;
import io.pawstream.compiler.tokenizer.Prompt;
import io.pawstream.compiler.tokenizer.Tokenizer;
import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.program.Template;
import io.pawstream.transformer.ForwardPass;
import java.util.List;

/** How well an interpreter does without any adapter. Any thread. */
public final class BaseAccuracy {
  private BaseAccuracy() {}

  /**
   * Part of the examples with the right answer, 0 to 1.
   *
   * @param labels empty for free text
   */
  public static double of(
      Interpreter interpreter, String spec, List<String> labels, List<Example> examples) {
    try (Computer computer = Computer.open(interpreter, 1)) {
      Tokenizer tokenizer = Tokenizer.read(interpreter.header());
      Template template = TemplateText.of(spec, interpreter, tokenizer);
      Encoding encoding =
          new Encoding(
              tokenizer,
              new Prompt(tokenizer, template),
              Math.toIntExact(interpreter.shape().contextLength()));
      int[][] answers = labels.stream().map(encoding::answer).toArray(int[][]::new);
      return new Scorer(
              new ForwardPass(computer.model(), computer.compute()), answers, tokenizer.endToken())
          .evaluate(encoding.encode(ExampleSet.of(examples, labels)), null)
          .accuracy();
    } catch (GgufException e) {
      throw new IllegalStateException("an interpreter that compiles has a tokenizer", e);
    }
  }
}
