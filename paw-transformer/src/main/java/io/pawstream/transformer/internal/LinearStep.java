package io.pawstream.transformer.internal;

import io.pawstream.transformer.internal.layer.Linear;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.Gemm;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.Scratch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one worker does with linear layers, for some rows. One thread. */
record LinearStep(Gemm gemm, Scratch scratch, @Nullable LoraAdapter adapter) {
  LinearStep(Compute compute, int worker, @Nullable LoraAdapter adapter) {
    this(compute.gemm(), compute.scratch().get(worker), adapter);
  }

  /** Layers side by side; {@code low} has the matrix of the first at {@code index}. */
  void forward(List<Linear> linears, int index, Matrix x, Matrix y, List<Matrix> low) {
    int from = 0;
    for (int i = 0; i < linears.size(); i++) {
      Linear linear = linears.get(i);
      int to = from + linear.weight().rows();
      linear.forward(
          gemm, scratch, linear.layerOf(adapter), x, y.cols(from, to), false, low.get(index + i));
      from = to;
    }
  }

  /** One layer, added to what is in {@code y}. */
  void addForward(Linear linear, Matrix x, Matrix y, Matrix low) {
    linear.forward(gemm, scratch, linear.layerOf(adapter), x, y, true, low);
  }

  /**
   * Gradient of the input of layers side by side; {@code d} has the matrices of {@link #forward}.
   */
  void backward(List<Linear> linears, int index, Matrix dy, Matrix dx, Activations d) {
    int from = 0;
    for (int i = 0; i < linears.size(); i++) {
      Linear linear = linears.get(i);
      int to = from + linear.weight().rows();
      linear.backward(
          gemm,
          scratch,
          linear.layerOf(adapter),
          dy.cols(from, to),
          dx,
          i > 0,
          d.low().get(index + i));
      from = to;
    }
  }
}
