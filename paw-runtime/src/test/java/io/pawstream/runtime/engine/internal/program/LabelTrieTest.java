package io.pawstream.runtime.engine.internal.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelTrieTest {
  @Test
  void labelsShareTheNodesOfTheirCommonBeginning() {
    LabelTrie trie = new LabelTrie(List.of("a", "b", "c"), new int[][] {{1, 2}, {1, 3}, {4, 5, 6}});

    assertThat(trie.depth()).isEqualTo(3);
    assertThat(options(trie, 0)).isEqualTo(2);
    assertThat(trie.children(0)).isEqualTo(2);
    assertThat(trie.token(0, 0)).isEqualTo(1);
    assertThat(trie.token(0, 1)).isEqualTo(4);
    int shared = trie.child(0, 0);
    assertThat(trie.path(shared)).containsExactly(1);
    assertThat(options(trie, shared)).isEqualTo(2);
    assertThat(trie.label(shared)).isEqualTo(LabelTrie.NONE);
    assertThat(trie.label(trie.child(shared, 1))).isEqualTo(1);
    assertThat(trie.path(trie.child(shared, 1))).containsExactly(1, 3);
    assertThat(trie.tokens(2)).containsExactly(4, 5, 6);
  }

  @Test
  void theEndOfALabelIsAnOptionWhereAnotherGoesOn() {
    LabelTrie trie =
        new LabelTrie(List.of("long", "short", "longest"), new int[][] {{1, 2}, {1}, {1, 2, 3}});
    int first = trie.child(0, 0);
    int second = trie.child(first, 0);
    int third = trie.child(second, 0);

    assertThat(options(trie, 0)).isEqualTo(1);
    assertThat(options(trie, first)).isEqualTo(2);
    assertThat(trie.label(first)).isEqualTo(1);
    assertThat(options(trie, second)).isEqualTo(2);
    assertThat(trie.label(second)).isEqualTo(0);
    assertThat(options(trie, third)).isEqualTo(1);
    assertThat(trie.children(third)).isZero();
    assertThat(trie.label(third)).isEqualTo(2);
  }

  @Test
  void aThousandLabelsKeepTheirOrder() {
    List<String> labels = IntStream.range(0, 1000).mapToObj(i -> "label " + i).toList();
    int[][] tokens =
        IntStream.range(0, 1000)
            .mapToObj(i -> new int[] {7, i / 100, i / 10 % 10, i % 10})
            .toArray(int[][]::new);

    LabelTrie trie = new LabelTrie(labels, tokens);

    assertThat(options(trie, trie.child(0, 0))).isEqualTo(10);
    for (int i = 0; i < 1000; i++) {
      int node = 0;
      for (int token : tokens[i]) {
        int at = node;
        int option =
            IntStream.range(0, trie.children(at))
                .filter(k -> trie.token(at, k) == token)
                .findFirst()
                .orElseThrow();
        node = trie.child(node, option);
      }
      assertThat(trie.label(node)).isEqualTo(i);
    }
  }

  @Test
  void labelsWithTheSameTokensAreRefused() {
    assertThatThrownBy(
            () -> new LabelTrie(List.of("a", "b", "c"), new int[][] {{1, 2}, {3}, {1, 2}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("label number 3", "number 1");
  }

  @Test
  void aLabelWithoutTokensIsRefused() {
    assertThatThrownBy(() -> new LabelTrie(List.of("a", "b"), new int[][] {{1}, {}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label number 2");
  }

  /** Ways on from a node, the end of a label among them. */
  private static int options(LabelTrie trie, int node) {
    return trie.children(node) + (trie.label(node) == LabelTrie.NONE ? 0 : 1);
  }
}
