package io.pawstream.benchmarks.internal.rows;

import io.pawstream.transformer.math.Gemm;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.Workers;
import java.util.SplittableRandom;

/**
 * One product of matrices, {@code out = in * transpose(weight)}, and the way to share it out among
 * threads. One caller at a time.
 */
final class Product {
  /** Outputs that a thread computes at a time; 0 stands for all, and rows are shared out. */
  private static final int[] PANELS = {0, 128, 256, 512, 1024, 2048};

  /** How long each way is tried, and how often at least. */
  private static final long TRIAL_NANOS = 20_000_000;

  private static final int TRIALS = 3;

  private final Gemm gemm;
  private final Matrix in;
  private final Matrix weight;
  private final Matrix out;
  private int panel = PANELS[0];

  Product(Gemm gemm, int rows, int in, int out) {
    this.gemm = gemm;
    SplittableRandom random = new SplittableRandom(1);
    this.in = Matrix.zeros(rows, in);
    this.weight = Matrix.zeros(out, in);
    this.in.fillNormal(random, 1);
    this.weight.fillNormal(random, 1);
    this.out = Matrix.zeros(rows, out);
  }

  /** Tries all ways and keeps to the fastest. */
  void tune(Workers workers) {
    long least = Long.MAX_VALUE;
    int best = panel;
    for (int candidate : PANELS) {
      if (candidate < 2 * weight.rows()) {
        panel = candidate;
        long nanos = fastest(workers);
        if (nanos < least) {
          least = nanos;
          best = candidate;
        }
      }
    }
    panel = best;
  }

  private long fastest(Workers workers) {
    run(workers);
    long least = Long.MAX_VALUE;
    long begin = System.nanoTime();
    for (int i = 0; i < TRIALS || System.nanoTime() - begin < TRIAL_NANOS; i++) {
      long start = System.nanoTime();
      run(workers);
      least = Math.min(least, System.nanoTime() - start);
    }
    return least;
  }

  /** Computes it. */
  void run(Workers workers) {
    if (panel == 0) {
      workers.rows(
          in.rows(),
          (worker, from, to) -> gemm.nt(1, in.rows(from, to), weight, 0, out.rows(from, to)));
    } else {
      workers.blocks(
          weight.rows(),
          panel,
          (worker, from, to) -> gemm.nt(1, in, weight.rows(from, to), 0, out.cols(from, to)));
    }
  }
}
