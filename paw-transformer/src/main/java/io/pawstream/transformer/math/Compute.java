package io.pawstream.transformer.math;

import java.util.ArrayList;
import java.util.List;

/**
 * What a pass computes with. One pass at a time.
 *
 * @param gemm products
 * @param workers threads
 * @param scratch memory per worker
 */
public record Compute(Gemm gemm, Workers workers, List<Scratch> scratch) {
  public Compute {
    scratch = List.copyOf(scratch);
  }

  /** Products and threads, and new memory for each worker. */
  public static Compute of(Gemm gemm, Workers workers) {
    List<Scratch> scratch = new ArrayList<>();
    for (int i = 0; i < workers.threads(); i++) {
      scratch.add(new Scratch());
    }
    return new Compute(gemm, workers, scratch);
  }
}
