package io.pawstream.benchmarks.internal.rows;

import io.pawstream.benchmarks.internal.measure.Measured;
import io.pawstream.benchmarks.internal.measure.Round;
import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.report.Unit;
import io.pawstream.transformer.ModelShape;
import io.pawstream.transformer.math.Gemm;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.OpenBlasGemm;
import io.pawstream.transformer.math.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the machine's sgemm leaves to be gained: the linear layers of the records alone, as floats
 * and without an adapter, 32 records as one matrix. One block's weights serve for all blocks: they
 * are larger than the caches.
 */
final class LinearCeiling implements Measured {
  private static final int RECORDS = 32;

  /** Outputs that a worker computes at a time. */
  private static final int PANEL = 512;

  private record Layer(Matrix in, Matrix weight, Matrix out) {}

  private final Gemm gemm = new OpenBlasGemm();
  private final Workers workers;
  private final List<Layer> layers = new ArrayList<>();
  private final int blocks;

  /**
   * @param tokens of the records that the others label
   */
  LinearCeiling(Subject subject, int threads, List<int[]> tokens) throws IOException {
    this.workers = new Workers(threads);
    ModelShape shape = ModelShape.read(subject.interpreter().header());
    this.blocks = shape.blocks();
    int rows =
        (int)
            Math.round(
                RECORDS * tokens.stream().mapToInt(ids -> ids.length).average().orElseThrow());
    boolean gated = shape.architecture() == ModelShape.Architecture.QWEN3;
    SplittableRandom random = new SplittableRandom(1);
    add(rows, shape.width(), shape.queryWidth() + 2 * shape.keyWidth(), random);
    add(rows, shape.queryWidth(), shape.width(), random);
    add(rows, shape.width(), (gated ? 2 : 1) * shape.feedForward(), random);
    add(rows, shape.feedForward(), shape.width(), random);
  }

  private void add(int rows, int in, int out, SplittableRandom random) {
    Matrix x = Matrix.zeros(rows, in);
    Matrix weight = Matrix.zeros(out, in);
    x.fillNormal(random, 1);
    weight.fillNormal(random, 1);
    layers.add(new Layer(x, weight, Matrix.zeros(rows, out)));
  }

  @Override
  public String key() {
    return Rows.SGEMM;
  }

  @Override
  public String label() {
    return "bare sgemm of the linear layers";
  }

  @Override
  public Unit unit() {
    return Unit.RECORDS_PER_SECOND;
  }

  @Override
  public int grain() {
    return RECORDS;
  }

  @Override
  public Round run(int amount) {
    Round.Start start = Round.start();
    for (int batch = 0; batch < amount / RECORDS; batch++) {
      for (int block = 0; block < blocks; block++) {
        layers.forEach(this::multiply);
      }
    }
    return start.stop();
  }

  private void multiply(Layer layer) {
    workers.blocks(
        layer.weight().rows(),
        PANEL,
        (worker, from, to) ->
            gemm.nt(1, layer.in(), layer.weight().rows(from, to), 0, layer.out().cols(from, to)));
  }

  @Override
  public void close() {
    workers.close();
  }
}
