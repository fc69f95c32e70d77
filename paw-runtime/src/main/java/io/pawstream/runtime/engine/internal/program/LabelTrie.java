package io.pawstream.runtime.engine.internal.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The labels of a set as a trie of their tokens. Immutable; any thread.
 *
 * <p>A node is a place between tokens. Its options are the tokens that lead on and, where a label
 * ends, the end token: that is how a label that is the beginning of another stays possible.
 */
public final class LabelTrie {
  /** No label ends here. */
  static final int NONE = -1;

  /**
   * @param labels how many labels end here or behind here, in an array of one
   */
  private record Node(
      int[] path, List<Integer> tokens, List<Integer> children, int[] label, int[] labels) {
    Node(int[] path) {
      this(path, new ArrayList<>(), new ArrayList<>(), new int[] {NONE}, new int[1]);
    }
  }

  private final List<String> labels;
  private final int[][] labelTokens;
  private final List<Node> nodes = new ArrayList<>();
  private final int depth;

  /**
   * @param labels distinct
   * @param labelTokens the tokens of each, at least one
   * @throws IllegalArgumentException if two labels have the same tokens
   */
  public LabelTrie(List<String> labels, int[][] labelTokens) {
    this.labels = List.copyOf(labels);
    this.labelTokens = labelTokens.clone();
    nodes.add(new Node(new int[0]));
    int deepest = 0;
    for (int i = 0; i < labelTokens.length; i++) {
      add(i, labelTokens[i]);
      deepest = Math.max(deepest, labelTokens[i].length);
    }
    this.depth = deepest;
  }

  private void add(int label, int[] tokens) {
    if (tokens.length == 0) {
      throw new IllegalArgumentException(
          "a label must have at least one token: label number " + (label + 1));
    }
    int at = 0;
    for (int k = 0; k < tokens.length; k++) {
      Node node = nodes.get(at);
      node.labels[0]++;
      int edge = node.tokens.indexOf(tokens[k]);
      if (edge < 0) {
        node.tokens.add(tokens[k]);
        node.children.add(nodes.size());
        at = nodes.size();
        nodes.add(new Node(Arrays.copyOf(tokens, k + 1)));
      } else {
        at = node.children.get(edge);
      }
    }
    int[] end = nodes.get(at).label;
    if (end[0] != NONE) {
      throw new IllegalArgumentException(
          "labels must differ in their tokens: label number "
              + (label + 1)
              + " has those of number "
              + (end[0] + 1));
    }
    end[0] = label;
    nodes.get(at).labels[0]++;
  }

  List<String> labels() {
    return labels;
  }

  int[] tokens(int label) {
    return labelTokens[label];
  }

  /** Most tokens in a label. */
  int depth() {
    return depth;
  }

  /** Tokens from the root to {@code node}. */
  int[] path(int node) {
    return nodes.get(node).path;
  }

  /** Token of an option that leads on, by number from 0 to {@link #children}. */
  public int token(int node, int option) {
    return nodes.get(node).tokens.get(option);
  }

  /** The node behind an option. */
  public int child(int node, int option) {
    return nodes.get(node).children.get(option);
  }

  /** How many tokens lead on from {@code node}. */
  public int children(int node) {
    return nodes.get(node).tokens.size();
  }

  /** How many labels end at {@code node} or behind it. */
  int labelsFrom(int node) {
    return nodes.get(node).labels[0];
  }

  /** Index of the label that ends at {@code node}, or {@link #NONE}. */
  int label(int node) {
    return nodes.get(node).label[0];
  }
}
