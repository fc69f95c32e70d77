package io.pawstream.transformer.testing;

import io.pawstream.transformer.ModelShape;
import io.pawstream.transformer.ModelShape.Architecture;
import io.pawstream.transformer.Transformer;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.lora.LoraLayer;
import io.pawstream.transformer.optim.Parameter;
import java.util.SplittableRandom;

/** Very small models with random weights. */
public final class Models {
  private Models() {}

  /** Sizes that are all different, where they may be. */
  public static ModelShape shape(Architecture architecture, boolean tied) {
    return switch (architecture) {
      case QWEN3 -> new ModelShape(architecture, 3, 20, 10, 14, 4, 2, 6, 1e-6f, 100, 17, tied);
      case GPT2 -> new ModelShape(architecture, 3, 20, 12, 14, 3, 3, 4, 1e-5f, 0, 17, tied);
    };
  }

  /** A model in which every parameter matters. */
  public static Transformer model(Architecture architecture, boolean tied) {
    Transformer model = Transformer.random(shape(architecture, tied), 1);
    SplittableRandom random = new SplittableRandom(2);
    for (Parameter parameter : model.parameters()) {
      if (parameter.decays()) {
        parameter.value().fillNormal(random, 0.35);
      } else {
        float[] values = parameter.value().toArray(0);
        for (int i = 0; i < values.length; i++) {
          values[i] += (float) (0.3 * random.nextGaussian());
        }
        parameter.value().put(0, values);
      }
    }
    return model;
  }

  /** An adapter in which every parameter matters. */
  public static LoraAdapter adapter(Transformer model, int rank, float alpha) {
    LoraAdapter adapter =
        LoraAdapter.create(
            model.shape().architecture().key(), model.linearLayers(), rank, alpha, 3);
    SplittableRandom random = new SplittableRandom(4);
    for (LoraLayer layer : adapter.layers().values()) {
      layer.b().fillNormal(random, 0.3);
    }
    return adapter;
  }
}
