package io.pawstream.transformer.internal.layer;

import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.lora.LoraLayer;
import io.pawstream.transformer.math.Gemm;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.Scratch;
import io.pawstream.transformer.optim.Gradients;
import io.pawstream.transformer.tensor.FloatWeight;
import io.pawstream.transformer.tensor.Weight;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer {@code y = W x + b}, and what an adapter adds to it. Any thread.
 *
 * <p>With an adapter: {@code y += scale * B A x}. {@code A x} is kept for the backward pass under
 * the name {@code low}.
 *
 * @param name of its weight, {@code blk.N.X.weight}
 * @param weight [out, in]
 * @param bias [1, out]
 */
public record Linear(String name, Weight weight, @Nullable Matrix bias) {
  /** Rows of a weight whose gradient is one task. */
  private static final int GRADIENT_ROWS = 192;

  /** Where in the scratch memory a weight's panel is decoded to. */
  private static final int PANEL = 0;

  /** What the adapter adds here. */
  public @Nullable LoraLayer layerOf(@Nullable LoraAdapter adapter) {
    return adapter == null ? null : adapter.layers().get(name);
  }

  /**
   * Computes some rows.
   *
   * @param x [n, in]
   * @param y [n, out]
   * @param add whether to add to {@code y} instead of replacing it
   * @param low [n, rank or more]: receives {@code A x}
   */
  public void forward(
      Gemm gemm,
      Scratch scratch,
      @Nullable LoraLayer lora,
      Matrix x,
      Matrix y,
      boolean add,
      Matrix low) {
    int step = weight.panelRows();
    for (int from = 0; from < weight.rows(); from += step) {
      int to = Math.min(weight.rows(), from + step);
      Matrix panel = weight.panel(from, to, scratch, PANEL);
      gemm.nt(1, x, panel, add ? 1 : 0, y.cols(from, to));
    }
    if (lora != null) {
      Matrix ax = low.cols(0, lora.rank());
      gemm.nt(1, x, lora.a(), 0, ax);
      gemm.nt(lora.scale(), ax, lora.b(), 1, y);
    }
    if (bias != null) {
      float[] b = bias.toArray(0);
      for (int i = 0; i < y.rows(); i++) {
        y.add(i, b);
      }
    }
  }

  /**
   * Computes the gradient of some rows of the input.
   *
   * @param dy [n, out]
   * @param dx [n, in]
   * @param add whether to add to {@code dx} instead of replacing it
   * @param dLow [n, rank or more]: receives the gradient of {@code low}
   */
  public void backward(
      Gemm gemm,
      Scratch scratch,
      @Nullable LoraLayer lora,
      Matrix dy,
      Matrix dx,
      boolean add,
      Matrix dLow) {
    int step = weight.panelRows();
    for (int from = 0; from < weight.rows(); from += step) {
      int to = Math.min(weight.rows(), from + step);
      Matrix panel = weight.panel(from, to, scratch, PANEL);
      gemm.nn(1, dy.cols(from, to), panel, add || from > 0 ? 1 : 0, dx);
    }
    if (lora != null) {
      Matrix dAx = dLow.cols(0, lora.rank());
      gemm.nn(lora.scale(), dy, lora.b(), 0, dAx);
      gemm.nn(1, dAx, lora.a(), 1, dx);
    }
  }

  /** Whether any of its parameters is trained. */
  public boolean trains(Gradients gradients, @Nullable LoraAdapter adapter) {
    LoraLayer lora = layerOf(adapter);
    return gradientOfWeight(gradients) != null
        || gradients.of(bias) != null
        || (lora != null && (gradients.of(lora.a()) != null || gradients.of(lora.b()) != null));
  }

  /** Adds the tasks that compute the gradients of its parameters, from all rows. */
  public void addGradientTasks(
      Gemm gemm,
      Gradients gradients,
      @Nullable LoraLayer lora,
      Matrix x,
      Matrix dy,
      Matrix low,
      Matrix dLow,
      List<Runnable> tasks) {
    Matrix dWeight = gradientOfWeight(gradients);
    if (dWeight != null) {
      for (int from = 0; from < dWeight.rows(); from += GRADIENT_ROWS) {
        int first = from;
        int end = Math.min(dWeight.rows(), from + GRADIENT_ROWS);
        tasks.add(() -> gemm.tn(1, dy.cols(first, end), x, 1, dWeight.rows(first, end)));
      }
    }
    Matrix dBias = gradients.of(bias);
    if (dBias != null) {
      tasks.add(() -> addRows(dy, dBias));
    }
    if (lora != null) {
      Matrix dA = gradients.of(lora.a());
      Matrix dB = gradients.of(lora.b());
      if (dA != null) {
        tasks.add(() -> gemm.tn(1, dLow.cols(0, lora.rank()), x, 1, dA));
      }
      if (dB != null) {
        tasks.add(() -> gemm.tn(lora.scale(), dy, low.cols(0, lora.rank()), 1, dB));
      }
    }
  }

  private @Nullable Matrix gradientOfWeight(Gradients gradients) {
    return weight instanceof FloatWeight floats ? gradients.of(floats.matrix()) : null;
  }

  private static void addRows(Matrix rows, Matrix sum) {
    float[] total = sum.toArray(0);
    float[] row = new float[rows.cols()];
    for (int i = 0; i < rows.rows(); i++) {
      rows.get(i, row);
      for (int j = 0; j < row.length; j++) {
        total[j] += row[j];
      }
    }
    sum.put(0, total);
  }
}
