package io.pawstream.runtime.engine.internal.program;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.engine.internal.QueuedInput;
import java.util.List;

/**
 * The way of one input from its prompt to its answer: it looks at rows of logits and says what to
 * evaluate next. One thread.
 */
public interface Walk {
  QueuedInput input();

  /**
   * Something to evaluate after the prompt.
   *
   * @param tokens at least one
   * @param back tokens after the prompt that stay before these; what lies beyond is forgotten
   * @param firstRow index of the first token whose row of logits is wanted, and those of all after
   *     it
   */
  record Step(int[] tokens, int back, int firstRow) {}

  /**
   * A row of logits: first that of the prompt's last token, then those that the steps asked for,
   * step by step.
   */
  void accept(float[] row);

  /**
   * The next steps, each on its own after the prompt, or none when the answer is there.
   *
   * @param most how many there may be
   */
  List<Step> next(int most);

  /** The answer, once {@link #next} gave none. */
  Answer answer();
}
