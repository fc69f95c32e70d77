package io.pawstream.benchmarks.internal.training;

import io.pawstream.benchmarks.internal.measure.Measured;
import io.pawstream.benchmarks.internal.measure.Round;
import io.pawstream.benchmarks.internal.report.Unit;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One product of matrices over and over, on every worker its own: {@code c = a * b^T}. */
final class Sgemm implements Measured {
  private record Operands(Matrix a, Matrix b, Matrix c) {}

  private final String key;
  private final String label;
  private final Compute compute;
  private final List<Operands> operands = new ArrayList<>();
  private final double gflop;

  /**
   * @param m rows of a and c
   * @param n rows of b, columns of c
   * @param k columns of a and b
   */
  Sgemm(String key, String of, Compute compute, int m, int n, int k) {
    this.key = key;
    this.label = "sgemm " + of + ", " + m + " x " + n + " x " + k;
    this.compute = compute;
    int workers = compute.workers().threads();
    this.gflop = 2.0 * m * n * k * workers / 1e9;
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < workers; i++) {
      Matrix a = Matrix.zeros(m, k);
      Matrix b = Matrix.zeros(n, k);
      a.fillNormal(random, 1);
      b.fillNormal(random, 1);
      operands.add(new Operands(a, b, Matrix.zeros(m, n)));
    }
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public Unit unit() {
    return Unit.GFLOP_PER_CPU_SECOND;
  }

  @Override
  public double size() {
    return gflop;
  }

  @Override
  public Round run(int amount) {
    Round.Start start = Round.start();
    compute
        .workers()
        .tasks(
            operands.size(),
            (worker, i) -> {
              Operands mine = operands.get(i);
              for (int call = 0; call < amount; call++) {
                compute.gemm().nt(1, mine.a(), mine.b(), 0, mine.c());
              }
            });
    return start.stop();
  }

  @Override
  public void close() {
    // the matrices go with this
  }
}
