package io.pawstream.transformer.internal;

import io.pawstream.transformer.math.Matrix;
import java.util.List;

/**
 * What a block computes on its way, or the gradients of that; one row per token. {@link
 * Block#activations} makes them.
 *
 * @param input of the block
 * @param attentionInput normed input
 * @param projected queries, keys and values
 * @param rotated the same with positions; the same matrix where positions are learned
 * @param attended all heads
 * @param middle input + attention
 * @param feedForwardInput normed middle
 * @param inner gate and up, or up alone
 * @param hidden inner after the activation
 * @param low for each linear layer, in the order of {@link Block#linears}, the input times the
 *     adapter's {@code A}; the first columns, as many as its rank there
 */
public record Activations(
    Matrix input,
    Matrix attentionInput,
    Matrix projected,
    Matrix rotated,
    Matrix attended,
    Matrix middle,
    Matrix feedForwardInput,
    Matrix inner,
    Matrix hidden,
    List<Matrix> low) {
  public Activations {
    low = List.copyOf(low);
  }

  /** The rows in [from, to), not copied. */
  public Activations rows(int from, int to) {
    Matrix projectedRows = projected.rows(from, to);
    return new Activations(
        input.rows(from, to),
        attentionInput.rows(from, to),
        projectedRows,
        rotated == projected ? projectedRows : rotated.rows(from, to),
        attended.rows(from, to),
        middle.rows(from, to),
        feedForwardInput.rows(from, to),
        inner.rows(from, to),
        hidden.rows(from, to),
        low.stream().map(matrix -> matrix.rows(from, to)).toList());
  }

  /** The same with another input. */
  public Activations withInput(Matrix other) {
    return new Activations(
        other,
        attentionInput,
        projected,
        rotated,
        attended,
        middle,
        feedForwardInput,
        inner,
        hidden,
        low);
  }
}
