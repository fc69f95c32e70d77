package io.pawstream.benchmarks.internal.rows;

import io.pawstream.benchmarks.internal.measure.Measured;
import io.pawstream.benchmarks.internal.measure.Round;
import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.report.Unit;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.transformer.ModelShape;
import io.pawstream.transformer.math.Gemm;
import io.pawstream.transformer.math.OpenBlasGemm;
import io.pawstream.transformer.math.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the machine's sgemm leaves to be gained: the products of the linear layers of the records
 * alone, as floats, a micro-batch as one matrix; with those of the adapter or without. Each product
 * is shared out among the threads in the way that was fastest here. Of the last block only keys and
 * values are computed for all tokens, because nothing else is needed. One block's weights serve for
 * all blocks: those of a large interpreter are larger than the caches, those of a small one are
 * not, and the ceiling is the higher for it.
 */
final class LinearCeiling implements Measured {
  /** Records of a micro-batch of the engine blas, and most tokens of it. */
  private static final int RECORDS = 32;

  private static final int TOKENS = 2048;

  private final boolean withAdapter;
  private final Workers workers;
  private final List<Product> block = new ArrayList<>();
  private final List<Product> lastBlock = new ArrayList<>();
  private final int blocks;
  private final int records;

  /** Linear layers with the same input, and where their weights stand in a file. */
  private record Layer(String name, int out) {}

  /**
   * @param withAdapter whether the adapter is multiplied beside the weights, and not merged
   * @param tokens of the records that the others label
   */
  LinearCeiling(Subject subject, boolean withAdapter, int threads, List<int[]> tokens)
      throws IOException {
    this.withAdapter = withAdapter;
    this.workers = new Workers(threads);
    ModelShape shape = ModelShape.read(subject.interpreter().header());
    this.blocks = shape.blocks();
    double mean = tokens.stream().mapToInt(ids -> ids.length).average().orElseThrow();
    this.records = (int) Math.max(1, Math.min(RECORDS, TOKENS / mean));
    int rows = (int) Math.round(records * mean);
    GgufHeader adapter = subject.bundle().adapter();
    Gemm gemm = new OpenBlasGemm();
    boolean gated = shape.architecture() == ModelShape.Architecture.QWEN3;
    List<Layer> projections =
        gated
            ? List.of(
                new Layer("attn_q", shape.queryWidth()),
                new Layer("attn_k", shape.keyWidth()),
                new Layer("attn_v", shape.keyWidth()))
            : List.of(new Layer("attn_qkv", shape.queryWidth() + 2 * shape.keyWidth()));
    List<Layer> inners =
        gated
            ? List.of(
                new Layer("ffn_gate", shape.feedForward()),
                new Layer("ffn_up", shape.feedForward()))
            : List.of(new Layer("ffn_up", shape.feedForward()));
    for (List<Product> products : List.of(block, lastBlock)) {
      int wanted = products == block ? rows : records;
      add(products, gemm, adapter, rows, shape.width(), projections);
      add(products, gemm, adapter, wanted, shape.queryWidth(), output(shape, "attn_output"));
      add(products, gemm, adapter, wanted, shape.width(), inners);
      add(products, gemm, adapter, wanted, shape.feedForward(), output(shape, "ffn_down"));
    }
    block.forEach(product -> product.tune(workers));
    lastBlock.forEach(product -> product.tune(workers));
  }

  private static List<Layer> output(ModelShape shape, String name) {
    return List.of(new Layer(name, shape.width()));
  }

  private void add(
      List<Product> products, Gemm gemm, GgufHeader adapter, int rows, int in, List<Layer> layers) {
    products.add(new Product(gemm, rows, in, layers.stream().mapToInt(Layer::out).sum()));
    if (!withAdapter) {
      return;
    }
    int ranks = 0;
    for (Layer layer : layers) {
      int rank = rank(adapter, layer);
      if (rank > 0) {
        ranks += rank;
        products.add(new Product(gemm, rows, rank, layer.out()));
      }
    }
    if (ranks > 0) {
      // the first matrices of all of them are one product
      products.add(new Product(gemm, rows, in, ranks));
    }
  }

  private static int rank(GgufHeader adapter, Layer layer) {
    return adapter
        .tensor("blk.0." + layer.name() + ".weight.lora_a")
        .map(a -> Math.toIntExact(a.shape().get(1)))
        .orElse(0);
  }

  @Override
  public String key() {
    return withAdapter ? Rows.SGEMM_ADAPTER : Rows.SGEMM;
  }

  @Override
  public String label() {
    return withAdapter ? "bare sgemm, linear layers + adapter" : "bare sgemm, linear layers";
  }

  @Override
  public Unit unit() {
    return Unit.RECORDS_PER_SECOND;
  }

  @Override
  public int grain() {
    return records;
  }

  @Override
  public Round run(int amount) {
    Round.Start start = Round.start();
    for (int batch = 0; batch < amount / records; batch++) {
      for (int i = 1; i < blocks; i++) {
        block.forEach(product -> product.run(workers));
      }
      lastBlock.forEach(product -> product.run(workers));
    }
    return start.stop();
  }

  @Override
  public void close() {
    workers.close();
  }
}
