package io.pawstream.transformer.internal;

import io.pawstream.transformer.ModelShape;
import io.pawstream.transformer.ModelShape.Architecture;
import io.pawstream.transformer.internal.layer.Activation;
import io.pawstream.transformer.internal.layer.Angles;
import io.pawstream.transformer.internal.layer.Attention;
import io.pawstream.transformer.internal.layer.LayerNorm;
import io.pawstream.transformer.internal.layer.Linear;
import io.pawstream.transformer.internal.layer.Norm;
import io.pawstream.transformer.internal.layer.RmsNorm;
import io.pawstream.transformer.internal.layer.Rotation;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.optim.Parameter;
import io.pawstream.transformer.tensor.FloatWeight;
import io.pawstream.transformer.tensor.Weight;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a model is made of. Immutable but for training; any thread.
 *
 * @param tokens token embedding, [vocabulary, width]
 * @param positions position embedding, [contextLength, width], or null where positions turn
 * @param blocks from the input to the output
 * @param outputNorm behind the last block
 * @param output to logits
 * @param matrices all matrices by tensor name, in the order of a file
 * @param vectors all norms and biases by tensor name
 */
public record Layers(
    Weight tokens,
    @Nullable Weight positions,
    List<Block> blocks,
    Norm outputNorm,
    Linear output,
    Map<String, Weight> matrices,
    Map<String, Matrix> vectors) {

  /** Makes the layers of a model, with the tensor names of llama.cpp. */
  public static Layers of(ModelShape shape, WeightSource source) throws IOException {
    return new Builder(shape, source).build();
  }

  /**
   * What training the whole model changes.
   *
   * @throws IllegalStateException if a matrix is not in memory as floats
   */
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    matrices.forEach(
        (name, weight) -> {
          if (!(weight instanceof FloatWeight floats)) {
            throw new IllegalStateException(
                "only weights in floats can be trained: tensor=" + name + "; load them as floats");
          }
          parameters.add(new Parameter(name, floats.matrix(), true));
        });
    vectors.forEach((name, vector) -> parameters.add(new Parameter(name, vector, false)));
    return parameters;
  }

  private static final class Builder {
    private final ModelShape shape;
    private final WeightSource source;
    private final Angles angles;
    private final Map<String, Weight> matrices = new LinkedHashMap<>();
    private final Map<String, Matrix> vectors = new LinkedHashMap<>();

    Builder(ModelShape shape, WeightSource source) {
      this.shape = shape;
      this.source = source;
      this.angles = new Angles(shape.headWidth(), shape.ropeBase(), shape.contextLength());
    }

    Layers build() throws IOException {
      boolean rotary = shape.architecture() == Architecture.QWEN3;
      Weight tokens = matrix("token_embd.weight", shape.vocabulary(), shape.width());
      Weight positions =
          rotary ? null : matrix("position_embd.weight", shape.contextLength(), shape.width());
      List<Block> blocks = new ArrayList<>();
      for (int i = 0; i < shape.blocks(); i++) {
        blocks.add(rotary ? qwen3("blk." + i + ".") : gpt2("blk." + i + "."));
      }
      Norm norm = rotary ? rmsNorm("output_norm", shape.width()) : layerNorm("output_norm");
      String name = "output.weight";
      Weight output = shape.tiedOutput() ? tokens : matrix(name, shape.vocabulary(), shape.width());
      return new Layers(
          tokens, positions, blocks, norm, new Linear(name, output, null), matrices, vectors);
    }

    private Block qwen3(String block) throws IOException {
      int width = shape.width();
      return new Block(
          rmsNorm(block + "attn_norm", width),
          List.of(
              linear(block + "attn_q", shape.queryWidth(), width, false),
              linear(block + "attn_k", shape.keyWidth(), width, false),
              linear(block + "attn_v", shape.keyWidth(), width, false)),
          new Rotation(
              rmsNorm(block + "attn_q_norm", shape.headWidth()),
              rmsNorm(block + "attn_k_norm", shape.headWidth()),
              shape.heads(),
              shape.keyValueHeads(),
              angles),
          attention(),
          linear(block + "attn_output", width, shape.queryWidth(), false),
          rmsNorm(block + "ffn_norm", width),
          List.of(
              linear(block + "ffn_gate", shape.feedForward(), width, false),
              linear(block + "ffn_up", shape.feedForward(), width, false)),
          Activation.SWIGLU,
          linear(block + "ffn_down", width, shape.feedForward(), false));
    }

    private Block gpt2(String block) throws IOException {
      int width = shape.width();
      return new Block(
          layerNorm(block + "attn_norm"),
          List.of(linear(block + "attn_qkv", 3 * width, width, true)),
          null,
          attention(),
          linear(block + "attn_output", width, width, true),
          layerNorm(block + "ffn_norm"),
          List.of(linear(block + "ffn_up", shape.feedForward(), width, true)),
          Activation.GELU,
          linear(block + "ffn_down", width, shape.feedForward(), true));
    }

    private Attention attention() {
      return new Attention(shape.heads(), shape.keyValueHeads(), shape.headWidth());
    }

    private Linear linear(String name, int out, int in, boolean biased) throws IOException {
      Weight weight = matrix(name + ".weight", out, in);
      return new Linear(name + ".weight", weight, biased ? vector(name + ".bias", out) : null);
    }

    private RmsNorm rmsNorm(String name, int width) throws IOException {
      return new RmsNorm(vector(name + ".weight", width), shape.normEpsilon());
    }

    private LayerNorm layerNorm(String name) throws IOException {
      return new LayerNorm(
          vector(name + ".weight", shape.width()),
          vector(name + ".bias", shape.width()),
          shape.normEpsilon());
    }

    private Weight matrix(String name, int rows, int cols) throws IOException {
      Weight matrix = source.matrix(name, rows, cols);
      matrices.put(name, matrix);
      return matrix;
    }

    private Matrix vector(String name, int length) throws IOException {
      Matrix vector = source.vector(name, length);
      vectors.put(name, vector);
      return vector;
    }
  }
}
