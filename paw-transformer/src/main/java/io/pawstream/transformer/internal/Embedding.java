package io.pawstream.transformer.internal;

import io.pawstream.transformer.TokenBatch;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.optim.Gradients;
import io.pawstream.transformer.tensor.FloatWeight;
import io.pawstream.transformer.tensor.Weight;
import org.jspecify.annotations.Nullable;

/** The way from tokens to vectors. Any thread. */
public final class Embedding {
  private Embedding() {}

  /**
   * Looks up the vector of each token, and adds that of its position where positions are learned.
   */
  public static void forward(Layers layers, TokenBatch batch, Matrix x) {
    Weight positions = layers.positions();
    Matrix position = Matrix.zeros(1, x.cols());
    for (int i = 0; i < batch.rows(); i++) {
      layers.tokens().decode(batch.token(i), x.rows(i, i + 1));
      if (positions != null) {
        positions.decode(batch.position(i), position);
        x.add(i, position.toArray(0));
      }
    }
  }

  /** Whether any of its parameters is trained. */
  public static boolean trains(Layers layers, Gradients gradients) {
    return gradient(layers.tokens(), gradients) != null
        || gradient(layers.positions(), gradients) != null;
  }

  /** Adds to the gradients of the vectors used; nothing if they are frozen. */
  public static void backward(Layers layers, TokenBatch batch, Matrix dx, Gradients gradients) {
    Matrix dTokens = gradient(layers.tokens(), gradients);
    Matrix dPositions = gradient(layers.positions(), gradients);
    for (int i = 0; i < batch.rows(); i++) {
      float[] d = dx.toArray(i);
      if (dTokens != null) {
        dTokens.add(batch.token(i), d);
      }
      if (dPositions != null) {
        dPositions.add(batch.position(i), d);
      }
    }
  }

  private static @Nullable Matrix gradient(@Nullable Weight weight, Gradients gradients) {
    return weight instanceof FloatWeight floats ? gradients.of(floats.matrix()) : null;
  }
}
