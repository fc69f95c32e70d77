package io.pawstream.runtime.engine.internal.program;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.FinishReason;
import io.pawstream.runtime.answer.LabelScore;
import io.pawstream.runtime.engine.internal.QueuedInput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a label by score, without free decoding.
 *
 * <p>A label's score is the log probability that the answer begins with its tokens, over the whole
 * vocabulary; where another label begins with the same tokens, that it also ends there. So the
 * labels of a set exclude each other, and their probabilities are normalised over the set, after
 * the division of their logarithms by the temperature that the program is run with.
 *
 * <p>A label is never likelier than its first tokens. So the trie is opened best first, and what
 * cannot matter is never evaluated: it ends when the best label is certain and all that is left
 * could change its confidence by no more than {@link #NEGLIGIBLE}. Labels of one token cost one
 * forward pass.
 */
final class LabelWalk implements Walk {
  /** Probability, relative to the best label's, that may stay unopened. */
  static final double NEGLIGIBLE = 1e-3;

  /** After so many only what may be the best label is opened. */
  private static final int MANY = 64;

  /** A place in the trie whose way on is not known, and how likely it is to come there. */
  private record Open(int node, double logProb) {}

  /** A label and its score. */
  private record Scored(int label, double logProb) {}

  private final LoadedProgram<?> program;
  private final LabelTrie trie;
  private final QueuedInput input;
  private final double temperature;
  private final PriorityQueue<Open> open =
      new PriorityQueue<>(
          Comparator.comparingDouble(Open::logProb).reversed().thenComparingInt(Open::node));
  private final PriorityQueue<Scored> scored =
      new PriorityQueue<>(
          Comparator.comparingDouble(Scored::logProb).reversed().thenComparingInt(Scored::label));
  private final @Nullable LabelScorer scorer;
  private int opened;

  /** The nodes whose rows of logits come next, in this order; none while nothing is asked for. */
  private final ArrayDeque<Open> opening = new ArrayDeque<>(List.of(new Open(0, 0)));

  LabelWalk(LoadedProgram<?> program, LabelTrie trie, QueuedInput input) {
    this.program = program;
    this.trie = trie;
    this.input = input;
    Double asked = program.options().temperature();
    this.temperature = asked == null ? 1 : asked;
    this.scorer = program.options().scores() ? new LabelScorer(trie, program.endToken()) : null;
  }

  @Override
  public QueuedInput input() {
    return input;
  }

  @Override
  public void accept(float[] row) {
    Open here = opening.poll();
    if (here == null) {
      if (scorer != null) {
        scorer.accept(row);
      }
      return;
    }
    if (here.node() == 0 && scorer != null) {
      scorer.acceptPrompt(row);
    }
    if (!hasOneWay(here.node())) {
      branch(here, row);
      return;
    }
    Open further = follow(here, row);
    if (further != null) {
      opening.addFirst(further);
    }
  }

  /** Whether just one token leads on, so that its row is evaluated together with the next ones. */
  private boolean hasOneWay(int node) {
    return trie.children(node) == 1 && trie.label(node) == LabelTrie.NONE;
  }

  private @Nullable Open follow(Open from, float[] row) {
    return reach(trie.child(from.node(), 0), from.logProb() + logProb(row, from.node(), 0));
  }

  private void branch(Open from, float[] row) {
    int node = from.node();
    double logSum = Logits.of(row).logSum();
    if (trie.label(node) != LabelTrie.NONE) {
      double ends = from.logProb() + (row[program.endToken()] - logSum);
      scored.add(new Scored(trie.label(node), ends));
    }
    for (int i = 0; i < trie.children(node); i++) {
      Open child = reach(trie.child(node, i), from.logProb() + (row[trie.token(node, i)] - logSum));
      if (child != null) {
        open.add(child);
      }
    }
  }

  private double logProb(float[] row, int node, int option) {
    return row[trie.token(node, option)] - Logits.of(row).logSum();
  }

  /** The node as an open one, or null where its label is complete. */
  private @Nullable Open reach(int node, double logProb) {
    if (trie.children(node) > 0) {
      return new Open(node, logProb);
    }
    scored.add(new Scored(trie.label(node), logProb));
    return null;
  }

  /**
   * Opens what is likeliest, and together with it what is likely enough that it would have to be
   * opened too if the likeliest is the best in the end.
   */
  private void choose(int most) {
    Open next = open.peek();
    if (next == null) {
      return;
    }
    Scored best = scored.peek();
    double top = next.logProb();
    if (best != null && best.logProb() >= top) {
      top = best.logProb();
      double left = open.stream().mapToDouble(o -> weight(o, best)).sum();
      if (left <= NEGLIGIBLE || opened >= MANY) {
        return;
      }
    }
    double reach = top + temperature * Math.log(NEGLIGIBLE);
    while (next != null
        && (opening.isEmpty() || (opening.size() < most && next.logProb() >= reach))) {
      opening.add(open.remove());
      opened++;
      next = open.peek();
    }
  }

  /**
   * The most that the labels behind an open node can add to the sum over the set, in which the best
   * label counts 1. Above a temperature of 1 many unlikely labels weigh more than one as likely as
   * all of them.
   */
  private double weight(Open node, Scored best) {
    double one = Math.exp((node.logProb() - best.logProb()) / temperature);
    return temperature <= 1
        ? one
        : one * Math.pow(trie.labelsFrom(node.node()), 1 - 1 / temperature);
  }

  @Override
  public List<Step> next(int most) {
    if (opening.isEmpty()) {
      choose(most);
    }
    if (opening.isEmpty() && scorer != null) {
      return scorer.next(most);
    }
    return opening.stream().map(this::step).toList();
  }

  private Step step(Open from) {
    // as far as there is no choice, and not the last token of a label: nothing follows it
    int last = from.node();
    while (hasOneWay(last) && trie.children(trie.child(last, 0)) > 0) {
      last = trie.child(last, 0);
    }
    return new Step(trie.path(last), 0, trie.path(from.node()).length - 1);
  }

  @Override
  public Answer answer() {
    List<Scored> ranked = new ArrayList<>(scored);
    ranked.sort(scored.comparator());
    Scored best = ranked.get(0);
    double sum = 0;
    for (Scored label : ranked) {
      sum += Math.exp((label.logProb() - best.logProb()) / temperature);
    }
    double second = ranked.size() > 1 ? ranked.get(1).logProb() : Double.NEGATIVE_INFINITY;
    for (Open left : open) {
      // at most this: so the confidence is never too high, nor the margin too wide
      sum += weight(left, best);
      second = Math.max(second, left.logProb());
    }
    return new Answer(
        Answer.Kind.LABEL,
        trie.labels().get(best.label()),
        1 / sum,
        best.logProb() - second,
        FinishReason.LABEL,
        input.truncated(),
        program.digest(),
        scorer == null ? List.of() : scorer.scores(),
        scorer == null ? List.of() : Arrays.stream(trie.tokens(best.label())).boxed().toList());
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

    List<Step> next(int most) {
      return IntStream.range(scores.size(), Math.min(scores.size() + most, firstLogProbs.length))
          .mapToObj(label -> new Step(trie.tokens(label), 0, 0))
          .toList();
    }

    List<LabelScore> scores() {
      return scores;
    }
  }
}
