package io.pawstream.runtime.engine.internal.program;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.FinishReason;
import io.pawstream.runtime.engine.internal.QueuedInput;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Greedy decoding, token by token, until the end token or a limit. */
final class TextWalk implements Walk {
  private final LoadedProgram<?> program;
  private final QueuedInput input;
  private final int limit;
  private final FinishReason atLimit;
  private final int[] generated;
  private int count;
  private double logProb;
  private double margin = Double.POSITIVE_INFINITY;
  private @Nullable FinishReason finish;

  TextWalk(LoadedProgram<?> program, QueuedInput input) {
    this.program = program;
    this.input = input;
    int remaining = program.window() - program.prefixTokens().length - input.tokens().length;
    int maxTokens = program.options().maxTokens();
    this.limit = Math.min(maxTokens, remaining);
    this.atLimit = maxTokens <= remaining ? FinishReason.LENGTH : FinishReason.CONTEXT;
    this.generated = new int[limit];
  }

  @Override
  public QueuedInput input() {
    return input;
  }

  @Override
  public void accept(float[] row) {
    Logits logits = Logits.of(row);
    logProb += logits.bestLogit() - logits.logSum();
    margin = Math.min(margin, logits.bestLogit() - logits.secondLogit());
    if (logits.best() == program.endToken()) {
      finish = FinishReason.STOP;
      return;
    }
    generated[count++] = logits.best();
    if (count == limit) {
      finish = atLimit;
    }
  }

  @Override
  public List<Step> next(int most) {
    return finish == null
        ? List.of(new Step(new int[] {generated[count - 1]}, count - 1, 0))
        : List.of();
  }

  @Override
  public Answer answer() {
    return new Answer(
        Answer.Kind.TEXT,
        program.text(Arrays.copyOf(generated, count)),
        Math.exp(logProb),
        margin,
        finish == null ? atLimit : finish,
        input.truncated(),
        program.digest(),
        List.of(),
        program.options().scores()
            ? Arrays.stream(generated, 0, count).boxed().toList()
            : List.of());
  }
}
