package io.pawstream.compiler;

import io.pawstream.compiler.example.Example;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.interpreter.Interpreter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be compiled, and how. Immutable; any thread. {@link #builder} makes one.
 *
 * @param spec what the program does, in words: the interpreter reads it before every input
 * @param examples what it is to answer
 * @param interpreter what it is to run on
 * @param output the {@code .paw} file to write
 * @param labels the closed label set, in order; empty for free text; null to take the outputs for
 *     labels where they look like a closed set
 * @param rank width of the adapter, 1 to 256
 * @param alpha strength of the adapter: what it adds is multiplied with {@code alpha / rank}
 * @param epochs how often every example is learned from; 0 to choose by their number
 * @param learningRate size of the largest step; 0 to choose by the interpreter's width
 * @param seed the same seed, threads and machine give the same bytes
 * @param threads threads that compute
 * @param adapterType how the adapter is stored: F16, F32, or, where the rank is a multiple of 32,
 *     Q8_0 or Q4_0
 * @param firstBlock the first block of the interpreter that gets an adapter; 0 for all. Half of the
 *     blocks is often as good and takes less time
 * @param createdAt stands in the program's metadata; null for {@code SOURCE_DATE_EPOCH} or now
 * @param learnFrom how many examples are learned from, the others are held out; 0 to choose
 * @param keepExamples whether the program's metadata shows the examples that were learned from, for
 *     everybody who has the program
 * @param resume whether to go on from a checkpoint that an interrupted compilation of the same
 *     request left
 */
public record CompileRequest(
    String spec,
    List<Example> examples,
    Interpreter interpreter,
    Path output,
    @Nullable List<String> labels,
    int rank,
    float alpha,
    int epochs,
    double learningRate,
    long seed,
    int threads,
    GgufType adapterType,
    int firstBlock,
    @Nullable Instant createdAt,
    int learnFrom,
    boolean keepExamples,
    boolean resume) {
  private static final int MAX_RANK = 256;
  private static final float MAX_ALPHA = 1024;
  private static final int MAX_EPOCHS = 1000;
  private static final Set<GgufType> PLAIN = EnumSet.of(GgufType.F16, GgufType.F32);
  private static final Set<GgufType> BLOCKS = EnumSet.of(GgufType.Q8_0, GgufType.Q4_0);

  /**
   * @throws CompileException if a value is out of bounds or does not fit another
   */
  public CompileRequest {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(interpreter, "interpreter");
    Objects.requireNonNull(output, "output");
    examples = List.copyOf(examples);
    labels = labels == null ? null : List.copyOf(labels);
    require(rank >= 1 && rank <= MAX_RANK, "rank must be 1 to " + MAX_RANK, "rank", rank);
    require(alpha > 0 && alpha <= MAX_ALPHA, "alpha must be above 0, to 1024", "alpha", alpha);
    require(epochs >= 0 && epochs <= MAX_EPOCHS, "epochs must be 0 to 1000", "epochs", epochs);
    require(
        learningRate >= 0 && learningRate <= 1,
        "learningRate must be 0 to 1",
        "learningRate",
        learningRate);
    require(threads >= 1 && threads <= 1024, "threads must be 1 to 1024", "threads", threads);
    require(
        PLAIN.contains(adapterType) || BLOCKS.contains(adapterType),
        "adapterType must be F16, F32, Q8_0 or Q4_0",
        "adapterType",
        adapterType);
    require(
        PLAIN.contains(adapterType) || rank % adapterType.blockElements() == 0,
        "rank must be a multiple of 32 for adapterType=" + adapterType,
        "rank",
        rank);
    require(learnFrom >= 0, "learnFrom must be 0 or more", "learnFrom", learnFrom);
    int blocks = interpreter.shape().blockCount();
    require(
        firstBlock >= 0 && firstBlock < blocks,
        "firstBlock must be a block of the interpreter, 0 to " + (blocks - 1),
        "firstBlock",
        firstBlock);
  }

  private static void require(boolean holds, String rule, String name, Object value) {
    if (!holds) {
      throw new CompileException(rule + ": " + name + "=" + value);
    }
  }

  /** A request with the defaults for everything else. */
  public static Builder builder(
      String spec, List<Example> examples, Interpreter interpreter, Path output) {
    return new Builder(spec, examples, interpreter, output);
  }

  /** Collects a request. One thread. */
  public static final class Builder {
    private final String spec;
    private final List<Example> examples;
    private final Interpreter interpreter;
    private final Path output;
    private @Nullable List<String> labels;
    private int rank = 8;
    private float alpha;
    private int epochs;
    private double learningRate;
    private long seed = 1;
    private int threads = Runtime.getRuntime().availableProcessors();
    private GgufType adapterType = GgufType.F16;
    private int firstBlock;
    private @Nullable Instant createdAt;
    private int learnFrom;
    private boolean keepExamples;
    private boolean resume;

    private Builder(String spec, List<Example> examples, Interpreter interpreter, Path output) {
      this.spec = spec;
      this.examples = examples;
      this.interpreter = interpreter;
      this.output = output;
    }

    /** By default null: labels where the outputs look like a closed set. */
    public Builder labels(@Nullable List<String> value) {
      labels = value;
      return this;
    }

    /** By default 8. */
    public Builder rank(int value) {
      rank = value;
      return this;
    }

    /** By default twice the rank. */
    public Builder alpha(float value) {
      alpha = value;
      return this;
    }

    /** By default 0: chosen by the number of examples. */
    public Builder epochs(int value) {
      epochs = value;
      return this;
    }

    /** By default 0: chosen by the interpreter's width. */
    public Builder learningRate(double value) {
      learningRate = value;
      return this;
    }

    /** By default 1. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** By default as many as there are processors. */
    public Builder threads(int value) {
      threads = value;
      return this;
    }

    /** By default F16. */
    public Builder adapterType(GgufType value) {
      adapterType = value;
      return this;
    }

    /** By default 0: all blocks. */
    public Builder firstBlock(int value) {
      firstBlock = value;
      return this;
    }

    /** By default null: {@code SOURCE_DATE_EPOCH}, or now. */
    public Builder createdAt(@Nullable Instant value) {
      createdAt = value;
      return this;
    }

    /** By default 0: nine tenths, less of a few. */
    public Builder learnFrom(int value) {
      learnFrom = value;
      return this;
    }

    /** By default false. */
    public Builder keepExamples(boolean value) {
      keepExamples = value;
      return this;
    }

    /** By default false. */
    public Builder resume(boolean value) {
      resume = value;
      return this;
    }

    /**
     * The request.
     *
     * @throws CompileException if a value is out of bounds or does not fit another
     */
    public CompileRequest build() {
      return new CompileRequest(
          spec,
          examples,
          interpreter,
          output,
          labels,
          rank,
          alpha == 0 ? 2f * rank : alpha,
          epochs,
          learningRate,
          seed,
          threads,
          adapterType,
          firstBlock,
          createdAt,
          learnFrom,
          keepExamples,
          resume);
    }
  }
}
