package io.pawstream.benchmarks.internal.jmh;

import io.pawstream.runtime.engine.internal.program.LabelTrie;
import io.pawstream.runtime.engine.internal.program.Logits;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What scoring labels takes beside the forward pass: the trie, and the sum over a vocabulary. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Labels {
  private static final int LABELS = 50;
  private static final int TOKENS = 3;

  /** Labels share first tokens in fives. */
  private static final int SHARING = 5;

  /** The vocabulary of Qwen3. */
  private static final int VOCABULARY = 151_936;

  private final List<String> names = IntStream.range(0, LABELS).mapToObj(i -> "label" + i).toList();
  private final int[][] tokens = new int[LABELS][TOKENS];
  private final LabelTrie trie;
  private final float[] row = new float[VOCABULARY];

  public Labels() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < LABELS; i++) {
      for (int k = 0; k < TOKENS; k++) {
        tokens[i][k] = k == 0 ? i / SHARING : 1000 * k + i;
      }
    }
    trie = new LabelTrie(names, tokens);
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) (4 * random.nextGaussian());
    }
  }

  /** 50 labels of 3 tokens, done once for each program. */
  @Benchmark
  public LabelTrie trieOf50Labels() {
    return new LabelTrie(names, tokens);
  }

  /** From the root to every label. */
  @Benchmark
  public int walkTo50Labels() {
    return walk(0);
  }

  private int walk(int node) {
    int sum = 0;
    for (int i = 0; i < trie.children(node); i++) {
      sum += trie.token(node, i) + walk(trie.child(node, i));
    }
    return sum;
  }

  /** Best logit and log of the sum over 151,936 tokens, done for each row of logits. */
  @Benchmark
  public Logits logitsOf151936Tokens() {
    return Logits.of(row);
  }
}
