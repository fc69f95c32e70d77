package io.pawstream.transformer;

/** Rows of a batch that a loss is computed from. Immutable; any thread. */
public final class LossRows {
  private final int[] rows;
  private final int[] targets;
  private final float[] weights;

  /**
   * Chosen rows.
   *
   * @param rows rows of the batch
   * @param targets for each, the token that should follow
   * @param weights for each, what its cross entropy is multiplied with; 1 / rows makes the loss a
   *     mean
   */
  public LossRows(int[] rows, int[] targets, float[] weights) {
    if (rows.length != targets.length || rows.length != weights.length || rows.length == 0) {
      throw new IllegalArgumentException(
          "a loss needs rows, each with a target and a weight: rows="
              + rows.length
              + ", targets="
              + targets.length
              + ", weights="
              + weights.length);
    }
    this.rows = rows.clone();
    this.targets = targets.clone();
    this.weights = weights.clone();
  }

  /** How many there are. */
  public int count() {
    return rows.length;
  }

  /** The row of the batch at a place. */
  public int row(int index) {
    return rows[index];
  }

  /** The token that should follow it. */
  public int target(int index) {
    return targets[index];
  }

  /** What its cross entropy is multiplied with. */
  public float weight(int index) {
    return weights[index];
  }
}
