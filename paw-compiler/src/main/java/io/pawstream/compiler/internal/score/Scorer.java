package io.pawstream.compiler.internal.score;

import io.pawstream.compiler.internal.data.EncodedExample;
import io.pawstream.transformer.ForwardPass;
import io.pawstream.transformer.TokenBatch;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.math.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers examples with the forward pass. One thread at a time.
 *
 * <p>The right answer is read along with the prompt: one pass tells whether greedy decoding would
 * have given it, and most often also which label is the likeliest.
 */
public final class Scorer {
  /** Tokens in a pass. */
  private static final int BATCH_TOKENS = 2048;

  private final ForwardPass pass;
  private final int[][] labels;
  private final boolean[] needsEnd;
  private final int endToken;

  /**
   * @param labels tokens of each label; none for free text
   */
  public Scorer(ForwardPass pass, int[][] labels, int endToken) {
    this.pass = pass;
    this.labels = labels.clone();
    this.needsEnd = LabelSearch.needsEnd(labels);
    this.endToken = endToken;
  }

  /** One example on its way to a label. */
  private static final class Open {
    private final EncodedExample example;
    private final @Nullable LabelSearch search;
    private double loss;
    private boolean exact = true;

    Open(EncodedExample example, @Nullable LabelSearch search) {
      this.example = example;
      this.search = search;
    }

    Scored scored() {
      return search == null
          ? new Scored(example, loss, exact, -1, 0)
          : new Scored(example, loss, exact, search.best(), search.margin());
    }
  }

  /** A prompt and tokens behind it, whose rows are wanted from the prompt's last on. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Question(Open open, int[] path, boolean right) {
    int[] sequence() {
      int[] prompt = open.example.prompt();
      int[] all = Arrays.copyOf(prompt, prompt.length + path.length);
      System.arraycopy(path, 0, all, prompt.length, path.length);
      return all;
    }
  }

  /**
   * Answers examples.
   *
   * @param adapter null for the interpreter alone
   */
  public Evaluation evaluate(List<EncodedExample> examples, @Nullable LoraAdapter adapter) {
    List<Open> all = new ArrayList<>();
    List<Question> questions = new ArrayList<>();
    for (EncodedExample example : examples) {
      Open open = new Open(example, labels.length == 0 ? null : new LabelSearch(labels, needsEnd));
      all.add(open);
      int[] answer = example.answer();
      questions.add(new Question(open, Arrays.copyOf(answer, answer.length - 1), true));
    }
    while (!questions.isEmpty()) {
      ask(questions, adapter);
      questions.clear();
      for (Open open : all) {
        if (open.search != null && !open.search.decided()) {
          questions.add(new Question(open, labels[open.search.best()], false));
        }
      }
    }
    return new Evaluation(all.stream().map(Open::scored).toList());
  }

  private void ask(List<Question> questions, @Nullable LoraAdapter adapter) {
    List<Question> batch = new ArrayList<>();
    int tokens = 0;
    for (Question question : questions) {
      int length = question.open().example.prompt().length + question.path().length;
      if (!batch.isEmpty() && tokens + length > BATCH_TOKENS) {
        askTogether(batch, adapter);
        batch.clear();
        tokens = 0;
      }
      batch.add(question);
      tokens += length;
    }
    askTogether(batch, adapter);
  }

  private void askTogether(List<Question> questions, @Nullable LoraAdapter adapter) {
    TokenBatch batch = TokenBatch.of(questions.stream().map(Question::sequence).toList());
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      int first = batch.start(i) + questions.get(i).open().example.prompt().length - 1;
      for (int row = first; row < batch.end(i); row++) {
        rows.add(row);
      }
    }
    Matrix logits =
        pass.logits(batch, adapter, rows.stream().mapToInt(Integer::intValue).toArray());
    int row = 0;
    for (Question question : questions) {
      for (int depth = 0; depth <= question.path().length; depth++) {
        accept(question, depth, new RowScores(logits, row++));
      }
    }
  }

  private void accept(Question question, int depth, RowScores row) {
    Open open = question.open();
    if (question.right()) {
      int target = open.example.answer()[depth];
      open.loss -= row.logProb(target);
      open.exact &= row.best() == target;
    }
    if (open.search != null) {
      open.search.accept(question.path(), depth, row, endToken);
    }
  }

  /**
   * What greedy decoding answers, for a few examples; without a cache of what was read, so slow.
   *
   * @param limit most tokens of an answer
   * @param window most tokens of prompt and answer
   * @return the tokens of each answer, without the end token
   */
  public List<int[]> decode(
      List<EncodedExample> examples, @Nullable LoraAdapter adapter, int limit, int window) {
    List<int[]> answers = new ArrayList<>();
    for (EncodedExample example : examples) {
      int[] sequence = example.prompt();
      int start = sequence.length;
      int end = Math.min(start + limit, window);
      int next = greedy(sequence, adapter);
      while (next != endToken && sequence.length < end) {
        sequence = Arrays.copyOf(sequence, sequence.length + 1);
        sequence[sequence.length - 1] = next;
        next = greedy(sequence, adapter);
      }
      answers.add(Arrays.copyOfRange(sequence, start, sequence.length));
    }
    return answers;
  }

  private int greedy(int[] sequence, @Nullable LoraAdapter adapter) {
    Matrix logits = pass.logits(TokenBatch.of(List.of(sequence)), adapter, sequence.length - 1);
    return new RowScores(logits, 0).best();
  }
}
