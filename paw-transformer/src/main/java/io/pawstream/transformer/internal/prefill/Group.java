package io.pawstream.transformer.internal.prefill;

import io.pawstream.transformer.internal.layer.Linear;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.lora.LoraLayer;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.Gemm;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.Scratch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Linear layers side by side, with what an adapter adds to them. Immutable; any thread.
 *
 * <p>The adapter's first matrices lie below each other, so that all of them are one product.
 *
 * @param panels pieces of the layers' outputs, each of which one worker computes
 * @param stackedA [ranks, in]; without rows where the adapter adds nothing
 */
record Group(List<Panel> panels, Matrix stackedA) {
  /**
   * Outputs of a layer that are computed at a time: a panel 1024 wide is 1 MiB as floats, so that
   * it is still in the cache when it is multiplied, and layers are pieces enough for the workers.
   */
  static final int PANEL_ROWS = 256;

  /** Where in the scratch memory a weight's panel is decoded to. */
  private static final int PANEL = 0;

  /**
   * Some outputs of one layer.
   *
   * @param linear the layer
   * @param from first row of its weight
   * @param to behind the last
   * @param column of the group's outputs where the first goes
   * @param lora what the adapter adds, or null
   * @param low first column of the product with {@link Group#stackedA} that is this layer's
   */
  record Panel(Linear linear, int from, int to, int column, @Nullable LoraLayer lora, int low) {
    void forward(Gemm gemm, Scratch scratch, Matrix x, Matrix lows, Matrix y, boolean add) {
      Matrix out = y.cols(column, column + to - from);
      gemm.nt(1, x, linear.weight().panel(from, to, scratch, PANEL), add ? 1 : 0, out);
      if (lora != null) {
        Matrix ax = lows.cols(low, low + lora.rank());
        gemm.nt(lora.scale(), ax, lora.b().rows(from, to), 1, out);
      }
      if (linear.bias() != null) {
        float[] bias = linear.bias().cols(from, to).toArray(0);
        for (int i = 0; i < out.rows(); i++) {
          out.add(i, bias);
        }
      }
    }
  }

  static Group of(List<Linear> linears, @Nullable LoraAdapter adapter) {
    List<Panel> panels = new ArrayList<>();
    List<Matrix> parts = new ArrayList<>();
    int column = 0;
    int low = 0;
    for (Linear linear : linears) {
      LoraLayer lora = linear.layerOf(adapter);
      int rows = linear.weight().rows();
      for (int from = 0; from < rows; from += PANEL_ROWS) {
        int to = Math.min(rows, from + PANEL_ROWS);
        panels.add(new Panel(linear, from, to, column + from, lora, low));
      }
      column += rows;
      if (lora != null) {
        parts.add(lora.a());
        low += lora.rank();
      }
    }
    return new Group(List.copyOf(panels), stacked(parts, low, linears.get(0).weight().cols()));
  }

  private static Matrix stacked(List<Matrix> parts, int rows, int cols) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    Matrix all = Matrix.zeros(rows, cols);
    int row = 0;
    for (Matrix part : parts) {
      all.rows(row, row + part.rows()).copy(part);
      row += part.rows();
    }
    return all;
  }

  /** Columns that {@link #low} fills. */
  int lowWidth() {
    return stackedA.rows();
  }

  /** The adapter's first product, for some rows. */
  void low(Gemm gemm, Matrix x, Matrix lows) {
    if (stackedA.rows() > 0) {
      gemm.nt(1, x, stackedA, 0, lows.cols(0, stackedA.rows()));
    }
  }

  /**
   * Computes all rows.
   *
   * @param lows what {@link #low} gave
   * @param add whether to add to {@code y} instead of replacing it
   */
  void forward(Compute compute, Matrix x, Matrix lows, Matrix y, boolean add) {
    compute
        .workers()
        .tasks(
            panels.size(),
            (worker, i) ->
                panels
                    .get(i)
                    .forward(compute.gemm(), compute.scratch().get(worker), x, lows, y, add));
  }
}
