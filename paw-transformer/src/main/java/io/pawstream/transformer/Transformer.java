package io.pawstream.transformer;

import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.gguf.GgufWriter;
import io.pawstream.transformer.internal.FileWeights;
import io.pawstream.transformer.internal.Layers;
import io.pawstream.transformer.internal.MergedWeights;
import io.pawstream.transformer.internal.RandomWeights;
import io.pawstream.transformer.internal.WeightSource;
import io.pawstream.transformer.internal.layer.Linear;
import io.pawstream.transformer.lora.LinearShape;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.lora.LoraLayer;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.optim.Parameter;
import io.pawstream.transformer.tensor.EncodedTensor;
import io.pawstream.transformer.tensor.TensorFile;
import io.pawstream.transformer.tensor.Weight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An interpreter's weights, ready to compute with: main entry point. Any thread may read them while
 * no one trains them.
 *
 * <p>{@link ForwardPass} computes logits, {@link TrainingPass} a loss and gradients.
 */
public final class Transformer {
  private static final double INITIAL_DEVIATION = 0.04;

  private final ModelShape shape;
  private final Layers layers;

  private Transformer(ModelShape shape, WeightSource source) throws IOException {
    this.shape = shape;
    this.layers = Layers.of(shape, source);
  }

  /** How matrices are kept in memory. */
  public enum Keep {
    /** As floats: fastest, and the only way to train them; 4 bytes each. */
    FLOATS,
    /** As floats but for the embeddings, of which only some rows are used at a time. */
    BLOCKS_AS_FLOATS,
    /** As the file has them, mapped, decoded panel by panel at every use. */
    AS_STORED
  }

  /**
   * Takes the weights of a file.
   *
   * @throws GgufException if the file lacks something, or holds what is not computed here
   * @throws IOException if it cannot be read
   */
  public static Transformer load(TensorFile file, Keep keep) throws IOException {
    return new Transformer(
        ModelShape.read(file.header()),
        new FileWeights(file, keep != Keep.AS_STORED, keep == Keep.FLOATS));
  }

  /**
   * Takes the weights of a file and adds an adapter to them; blocks are kept as floats, embeddings
   * as stored.
   *
   * @throws IllegalArgumentException if the adapter was made for another model
   * @throws IOException as {@link #load}
   */
  public static Transformer merged(TensorFile file, LoraAdapter adapter) throws IOException {
    load(file, Keep.AS_STORED).check(adapter);
    return new Transformer(
        ModelShape.read(file.header()),
        new MergedWeights(new FileWeights(file, true, false), adapter));
  }

  /**
   * Bytes that the blocks of a file take as floats.
   *
   * @throws GgufException if the file lacks something
   */
  public static long floatBytes(TensorFile file) throws GgufException {
    long bytes = 0;
    for (String name : file.names()) {
      if (name.startsWith("blk.")) {
        Weight weight = file.weight(name);
        bytes += (long) Float.BYTES * weight.rows() * weight.cols();
      }
    }
    return bytes;
  }

  /**
   * New weights to train from nothing: matrices normally distributed with deviation 0.04, those
   * that write to the residual stream smaller by {@code sqrt(2 * blocks)}.
   *
   * @param seed the same seed gives the same weights
   */
  public static Transformer random(ModelShape shape, long seed) {
    try {
      return new Transformer(
          shape,
          new RandomWeights(
              new SplittableRandom(seed), INITIAL_DEVIATION, 1 / Math.sqrt(2.0 * shape.blocks())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The hyper-parameters. */
  public ModelShape shape() {
    return shape;
  }

  /** All layers, for the passes. */
  Layers layers() {
    return layers;
  }

  /**
   * What training the whole model changes, by tensor.
   *
   * @throws IllegalStateException if a matrix is not kept as floats
   */
  public List<Parameter> parameters() {
    return layers.parameters();
  }

  /** The linear layers that an adapter may change, by the name of their weight. */
  public Map<String, LinearShape> linearLayers() {
    Map<String, LinearShape> shapes = new LinkedHashMap<>();
    for (var block : layers.blocks()) {
      for (Linear linear : block.linears()) {
        shapes.put(linear.name(), new LinearShape(linear.weight().cols(), linear.weight().rows()));
      }
    }
    return shapes;
  }

  /**
   * Checks that an adapter was made for this model.
   *
   * @throws IllegalArgumentException if it has another architecture, layer or shape
   */
  public void check(LoraAdapter adapter) {
    if (!adapter.architecture().equals(shape.architecture().key())) {
      throw new IllegalArgumentException(
          "an adapter must be for the architecture of the model: adapter="
              + adapter.architecture()
              + ", model="
              + shape.architecture().key());
    }
    Map<String, LinearShape> linears = linearLayers();
    for (Map.Entry<String, LoraLayer> entry : adapter.layers().entrySet()) {
      LinearShape linear = linears.get(entry.getKey());
      LoraLayer lora = entry.getValue();
      if (linear == null || linear.in() != lora.a().cols() || linear.out() != lora.b().rows()) {
        throw new IllegalArgumentException(
            "an adapter must fit the linear layers of the model: layer="
                + entry.getKey()
                + ", a="
                + lora.a()
                + ", b="
                + lora.b()
                + ", model="
                + linear);
      }
    }
  }

  /**
   * Adds the hyper-parameters and all tensors to a file; name and tokenizer are left to the caller.
   *
   * @param type of the matrices: F32, F16, Q8_0 or Q4_0; vectors are always F32
   * @throws IllegalArgumentException if the type does not fit the width of a matrix
   * @throws IllegalStateException if a matrix is not kept as floats
   */
  public void write(GgufWriter writer, GgufType type) {
    shape.write(writer);
    for (Parameter parameter : parameters()) {
      Matrix value = parameter.value();
      if (parameter.decays()) {
        EncodedTensor.addMatrix(writer, parameter.name(), type, value);
      } else {
        EncodedTensor.addVector(writer, parameter.name(), value);
      }
    }
  }
}
