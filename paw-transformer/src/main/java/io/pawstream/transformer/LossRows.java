package io.pawstream.transformer;

/**
 * Rows of a batch that a loss is computed from.
 *
 * @param rows rows of the batch
 * @param targets for each, the token that should follow
 * @param weights for each, what its cross entropy is multiplied with; 1 / rows makes the loss a
 *     mean
 */
public record LossRows(int[] rows, int[] targets, float[] weights) {
  public LossRows {
    if (rows.length != targets.length || rows.length != weights.length || rows.length == 0) {
      throw new IllegalArgumentException(
          "a loss needs rows, each with a target and a weight: rows="
              + rows.length
              + ", targets="
              + targets.length
              + ", weights="
              + weights.length);
    }
    rows = rows.clone();
    targets = targets.clone();
    weights = weights.clone();
  }

  /** How many rows there are. */
  public int count() {
    return rows.length;
  }
}
