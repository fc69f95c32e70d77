package io.pawstream.transformer.internal.layer;

import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.optim.Gradients;

/** A normalisation of each row. Any thread. */
public sealed interface Norm permits RmsNorm, LayerNorm {
  /** Normalises all rows of {@code x} into {@code y}. */
  void forward(Matrix x, Matrix y);

  /** As {@link #forward}, to the precision of {@link Approximate}. */
  default void approximate(Matrix x, Matrix y) {
    forward(x, y);
  }

  /** Adds the gradient of the input to {@code dx}. */
  void backward(Matrix x, Matrix dy, Matrix dx);

  /** Whether any of its parameters is trained. */
  boolean trains(Gradients gradients);

  /** Adds to the gradients of its parameters, from all rows; nothing if they are frozen. */
  void addGradients(Matrix x, Matrix dy, Gradients gradients);
}
