package io.pawstream.transformer.lora;

import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.gguf.GgufWriter;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.optim.Parameter;
import io.pawstream.transformer.tensor.EncodedTensor;
import io.pawstream.transformer.tensor.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A LoRA adapter as floats. Any thread may read it while no one trains it.
 *
 * <p>In a file it has the layout that llama.cpp reads and PAW programs have: keys {@code
 * general.architecture}, {@code general.type=adapter}, {@code adapter.type=lora}, {@code
 * adapter.lora.alpha}; for each layer {@code blk.N.X.weight} the tensors {@code .lora_a}, {@code ne
 * = [in, rank]}, and {@code .lora_b}, {@code ne = [rank, out]}.
 *
 * @param architecture of the interpreter it is for: {@code qwen3} or {@code gpt2}
 * @param alpha the strength; llama.cpp divides it by the rank
 * @param layers by the name of the weight they add to, such as {@code blk.0.attn_q.weight}
 */
public record LoraAdapter(String architecture, float alpha, Map<String, LoraLayer> layers) {
  private static final String ALPHA = "adapter.lora.alpha";
  private static final String A = ".lora_a";
  private static final String B = ".lora_b";

  public LoraAdapter {
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
  }

  /**
   * A new adapter that changes nothing yet: {@code a} is normally distributed with deviation {@code
   * 1 / sqrt(in)}, {@code b} zero.
   *
   * @param shapes the layers it is to have, by the name of their weight, in the order of the file
   * @param seed the same seed gives the same adapter
   */
  public static LoraAdapter create(
      String architecture, Map<String, LinearShape> shapes, int rank, float alpha, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, LoraLayer> layers = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          Matrix a = Matrix.zeros(rank, shape.in());
          a.fillNormal(random, 1 / Math.sqrt(shape.in()));
          layers.put(name, new LoraLayer(a, Matrix.zeros(shape.out(), rank), alpha / rank));
        });
    return new LoraAdapter(architecture, alpha, layers);
  }

  /**
   * Reads an adapter. Check a file that is not trusted with {@code AdapterCheck} first; shapes are
   * compared with the interpreter's when the adapter is used.
   *
   * @throws GgufException if the file breaks the format, is no LoRA, or a tensor lacks its pair
   * @throws IOException if it cannot be read
   */
  public static LoraAdapter read(Path file) throws IOException {
    TensorFile tensors = TensorFile.open(file, GgufLimits.ADAPTER);
    GgufHeader header = tensors.header();
    if (!header.string("general.type").orElse("").equals("adapter")
        || !header.string("adapter.type").orElse("").equals("lora")) {
      throw new GgufException("An adapter must have general.type adapter and adapter.type lora");
    }
    float alpha = header.float32(ALPHA).orElse(0f);
    Map<String, LoraLayer> layers = new LinkedHashMap<>();
    for (var tensor : header.tensors()) {
      String name = tensor.name();
      if (name.endsWith(A)) {
        String weight = name.substring(0, name.length() - A.length());
        Matrix a = tensors.floats(name);
        Matrix b = tensors.floats(weight + B);
        if (a.rows() != b.cols()) {
          throw new GgufException(
              "Both tensors of a layer must have one rank: tensor="
                  + name
                  + ", a="
                  + a
                  + ", b="
                  + b);
        }
        // llama.cpp takes alpha 0 for "no scale"
        layers.put(weight, new LoraLayer(a, b, alpha == 0 ? 1 : alpha / a.rows()));
      }
    }
    if (layers.isEmpty() || layers.size() * 2 != header.tensors().size()) {
      throw new GgufException(
          "An adapter must have pairs of lora_a and lora_b only: tensors="
              + header.tensors().size()
              + ", pairs="
              + layers.size());
    }
    return new LoraAdapter(header.string("general.architecture").orElse(""), alpha, layers);
  }

  /**
   * Writes the adapter; after a failure the place is as before.
   *
   * @param type F32, F16, Q8_0 or Q4_0; the last two need a rank and layers that are multiples of
   *     32
   * @throws IllegalArgumentException if the type does not fit
   * @throws IOException if it cannot be written
   */
  public void write(Path file, GgufType type) throws IOException {
    GgufWriter writer =
        new GgufWriter()
            .string("general.architecture", architecture)
            .string("general.type", "adapter")
            .string("adapter.type", "lora")
            .float32(ALPHA, alpha);
    layers.forEach(
        (name, layer) -> {
          EncodedTensor.addMatrix(writer, name + A, type, layer.a());
          EncodedTensor.addMatrix(writer, name + B, type, layer.b());
        });
    writer.write(file, GgufLimits.ADAPTER);
  }

  /** The largest rank of a layer. */
  public int maxRank() {
    return layers.values().stream().mapToInt(LoraLayer::rank).max().orElse(0);
  }

  /** What training changes. */
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    layers.forEach(
        (name, layer) -> {
          parameters.add(new Parameter(name + A, layer.a(), true));
          parameters.add(new Parameter(name + B, layer.b(), true));
        });
    return parameters;
  }

  /** An adapter with its own copy of all matrices. */
  public LoraAdapter copy() {
    Map<String, LoraLayer> copies = new LinkedHashMap<>();
    layers.forEach(
        (name, layer) ->
            copies.put(
                name, new LoraLayer(layer.a().duplicate(), layer.b().duplicate(), layer.scale())));
    return new LoraAdapter(architecture, alpha, copies);
  }
}
