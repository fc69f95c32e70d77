package io.pawstream.transformer.internal.layer;

import io.pawstream.transformer.TokenBatch;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.optim.Gradients;

/**
 * What Qwen3 does to queries and keys before attention: an RMS norm of each head, then rotary
 * positions (Su et al., "RoFormer", 2021) in the layout NEOX: value i of a head turns together with
 * value i + headWidth / 2. Values pass unchanged. Rows are {@code [queries | keys | values]}. Any
 * thread.
 *
 * @param queryNorm over one head
 * @param keyNorm over one head
 * @param angles shared by all blocks
 */
public record Rotation(
    RmsNorm queryNorm, RmsNorm keyNorm, int heads, int keyValueHeads, Angles angles) {

  /**
   * Computes some rows.
   *
   * @param firstRow where these rows are in the batch
   */
  public void forward(TokenBatch batch, int firstRow, Matrix projected, Matrix rotated) {
    float[] row = new float[projected.cols()];
    float[] queryGain = queryNorm.gain().toArray(0);
    float[] keyGain = keyNorm.gain().toArray(0);
    int width = queryGain.length;
    for (int i = 0; i < projected.rows(); i++) {
      projected.get(i, row);
      int position = batch.position(firstRow + i);
      for (int head = 0; head < heads + keyValueHeads; head++) {
        if (head < heads) {
          queryNorm.forward(row, head * width, queryGain);
        } else {
          keyNorm.forward(row, head * width, keyGain);
        }
        angles.turn(row, head * width, position);
      }
      rotated.put(i, row);
    }
  }

  /** Computes the gradient of some rows of the projections. */
  public void backward(
      TokenBatch batch, int firstRow, Matrix projected, Matrix dRotated, Matrix dProjected) {
    float[] row = new float[projected.cols()];
    float[] d = new float[projected.cols()];
    float[] queryGain = queryNorm.gain().toArray(0);
    float[] keyGain = keyNorm.gain().toArray(0);
    int width = queryGain.length;
    for (int i = 0; i < projected.rows(); i++) {
      projected.get(i, row);
      dRotated.get(i, d);
      int position = batch.position(firstRow + i);
      for (int head = 0; head < heads + keyValueHeads; head++) {
        angles.turnBack(d, head * width, position);
        if (head < heads) {
          queryNorm.backward(row, d, head * width, queryGain);
        } else {
          keyNorm.backward(row, d, head * width, keyGain);
        }
      }
      dProjected.put(i, d);
    }
  }

  public boolean trains(Gradients gradients) {
    return queryNorm.trains(gradients) || keyNorm.trains(gradients);
  }

  /** Adds to the gradients of both gains, from all rows; nothing if they are frozen. */
  public void addGradients(
      TokenBatch batch, Matrix projected, Matrix dRotated, Gradients gradients) {
    Matrix dQueryGain = gradients.of(queryNorm.gain());
    Matrix dKeyGain = gradients.of(keyNorm.gain());
    if (dQueryGain == null || dKeyGain == null) {
      return;
    }
    float[] row = new float[projected.cols()];
    float[] d = new float[projected.cols()];
    float[] querySum = dQueryGain.toArray(0);
    float[] keySum = dKeyGain.toArray(0);
    int width = querySum.length;
    for (int i = 0; i < projected.rows(); i++) {
      projected.get(i, row);
      dRotated.get(i, d);
      for (int head = 0; head < heads + keyValueHeads; head++) {
        angles.turnBack(d, head * width, batch.position(i));
        if (head < heads) {
          queryNorm.addGain(row, d, head * width, querySum);
        } else {
          keyNorm.addGain(row, d, head * width, keySum);
        }
      }
    }
    dQueryGain.put(0, querySum);
    dKeyGain.put(0, keySum);
  }
}
