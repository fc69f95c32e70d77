package io.pawstream.runtime.engine.internal.llama;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.FinishReason;
import io.pawstream.runtime.answer.LabelScore;
import io.pawstream.runtime.engine.internal.QueuedInput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a label by score, without free decoding.
 *
 * <p>At each node of the trie the interpreter's probabilities are normalised over the node's
 * options; a label's probability is the product along its path, so those of the set sum to 1. Where
 * only one way leads on it has probability 1 and needs no evaluation: labels that differ in their
 * first token cost one forward pass. Nodes are opened best first and only until the two most likely
 * labels are known, which is exact, since a label is never likelier than a node on its path.
 */
final class LabelWalk implements Walk {
  /** A node to be opened or a label that was reached, and how likely it is. */
  private record Candidate(int node, int label, double logProb) {}

  private final LoadedProgram program;
  private final LabelTrie trie;
  private final QueuedInput input;

  /** Among equals what is to be opened first, then the first label: ties go to the lowest index. */
  private final PriorityQueue<Candidate> candidates =
      new PriorityQueue<>(
          Comparator.comparingDouble(Candidate::logProb)
              .reversed()
              .thenComparingInt(Candidate::label)
              .thenComparingInt(Candidate::node));

  private final List<Candidate> best = new ArrayList<>(2);
  private final @Nullable LabelScorer scorer;
  private @Nullable Candidate opening = new Candidate(0, LabelTrie.NONE, 0);

  LabelWalk(LoadedProgram program, LabelTrie trie, QueuedInput input) {
    this.program = program;
    this.trie = trie;
    this.input = input;
    this.scorer = program.options().scores() ? new LabelScorer(trie, program.endToken()) : null;
  }

  @Override
  public QueuedInput input() {
    return input;
  }

  @Override
  public void accept(float[] row) {
    Candidate node = opening;
    if (node == null) {
      if (scorer != null) {
        scorer.accept(row);
      }
      return;
    }
    if (node.node() == 0 && scorer != null) {
      scorer.acceptPrompt(row);
    }
    open(node, row);
    opening = null;
    while (best.size() < 2) {
      Candidate next = candidates.remove();
      if (next.label() == LabelTrie.NONE) {
        opening = next;
        return;
      }
      best.add(next);
    }
  }

  private void open(Candidate from, float[] row) {
    int node = from.node();
    int children = trie.children(node);
    boolean ends = trie.label(node) != LabelTrie.NONE;
    double max = ends ? row[program.endToken()] : Double.NEGATIVE_INFINITY;
    for (int i = 0; i < children; i++) {
      max = Math.max(max, row[trie.token(node, i)]);
    }
    double sum = ends ? Math.exp(row[program.endToken()] - max) : 0;
    for (int i = 0; i < children; i++) {
      sum += Math.exp(row[trie.token(node, i)] - max);
    }
    // in this order the rest is never above 0: no way on is likelier than the node itself
    double logSum = Math.log(sum);
    if (ends) {
      double way = row[program.endToken()] - max - logSum;
      candidates.add(new Candidate(node, trie.label(node), from.logProb() + way));
    }
    for (int i = 0; i < children; i++) {
      double way = row[trie.token(node, i)] - max - logSum;
      candidates.add(follow(trie.child(node, i), from.logProb() + way));
    }
  }

  /** Goes on while there is only one way. */
  private Candidate follow(int start, double logProb) {
    int node = start;
    while (trie.options(node) == 1 && trie.label(node) == LabelTrie.NONE) {
      node = trie.child(node, 0);
    }
    int label = trie.options(node) == 1 ? trie.label(node) : LabelTrie.NONE;
    return new Candidate(node, label, logProb);
  }

  @Override
  public @Nullable Step next() {
    Candidate node = opening;
    if (node != null) {
      return new Step(trie.path(node.node()), 0, false);
    }
    return scorer == null ? null : scorer.next();
  }

  @Override
  public Answer answer() {
    Candidate first = best.get(0);
    return new Answer(
        Answer.Kind.LABEL,
        trie.labels().get(first.label()),
        Math.min(1, Math.exp(first.logProb())),
        Math.max(0, first.logProb() - best.get(1).logProb()),
        FinishReason.LABEL,
        input.truncated(),
        program.digest(),
        scorer == null ? List.of() : scorer.scores());
  }

  /** Log probabilities of all labels, token by token over the whole vocabulary. */
  private static final class LabelScorer {
    private final LabelTrie trie;
    private final int endToken;
    private final double[] firstLogProbs;
    private final List<LabelScore> scores = new ArrayList<>();
    private double logProb;

    /** Tokens of the current label that have been scored. */
    private int scored = 1;

    LabelScorer(LabelTrie trie, int endToken) {
      this.trie = trie;
      this.endToken = endToken;
      this.firstLogProbs = new double[trie.labels().size()];
    }

    void acceptPrompt(float[] row) {
      double logSum = Logits.of(row).logSum();
      for (int i = 0; i < firstLogProbs.length; i++) {
        firstLogProbs[i] = row[trie.tokens(i)[0]] - logSum;
      }
      logProb = firstLogProbs[0];
    }

    void accept(float[] row) {
      int label = scores.size();
      int[] tokens = trie.tokens(label);
      double logSum = Logits.of(row).logSum();
      if (scored < tokens.length) {
        logProb += row[tokens[scored++]] - logSum;
        return;
      }
      scores.add(
          new LabelScore(trie.labels().get(label), logProb, logProb + row[endToken] - logSum));
      scored = 1;
      if (label + 1 < firstLogProbs.length) {
        logProb = firstLogProbs[label + 1];
      }
    }

    @Nullable Step next() {
      return scores.size() == firstLogProbs.length
          ? null
          : new Step(trie.tokens(scores.size()), 0, true);
    }

    List<LabelScore> scores() {
      return scores;
    }
  }
}
