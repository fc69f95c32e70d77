package io.pawstream.transformer.optim;

import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * The optimiser AdamW (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019): Adam
 * with weight decay beside the gradient. Holds two floats for each trained one. One thread.
 */
public final class AdamW {
  private static final double EPSILON = 1e-8;

  /**
   * How it remembers and forgets.
   *
   * @param beta1 how much of the mean of gradients stays at each step
   * @param beta2 how much of the mean of their squares stays
   * @param weightDecay part of a decaying parameter that a step of size 1 would take away
   */
  public record Settings(double beta1, double beta2, double weightDecay) {}

  private final Settings settings;
  private final Gradients gradients;
  private final List<Matrix> means = new ArrayList<>();
  private final List<Matrix> squares = new ArrayList<>();
  private int steps;

  /**
   * @param gradients of what is to be trained, filled anew before each step
   */
  public AdamW(Gradients gradients, Settings settings) {
    this.settings = settings;
    this.gradients = gradients;
    for (Parameter parameter : gradients.parameters()) {
      Matrix value = parameter.value();
      means.add(Matrix.zeros(value.rows(), value.cols()));
      squares.add(Matrix.zeros(value.rows(), value.cols()));
    }
  }

  /**
   * Changes every parameter by one step.
   *
   * @param rate its size, see {@link LearningRate#at}
   */
  public void step(double rate, Workers workers) {
    steps++;
    double correction1 = 1 - Math.pow(settings.beta1(), steps);
    double correction2 = 1 - Math.pow(settings.beta2(), steps);
    Update update =
        new Update(
            (float) settings.beta1(),
            (float) settings.beta2(),
            (float) (rate / correction1),
            (float) (1 / correction2),
            (float) (rate * settings.weightDecay()));
    List<Parameter> parameters = gradients.parameters();
    workers.tasks(
        parameters.size(),
        (worker, i) ->
            update.apply(
                parameters.get(i), gradients.of(parameters.get(i)), means.get(i), squares.get(i)));
  }

  /** Steps made so far. */
  public int steps() {
    return steps;
  }

  /** Running means of the gradients, in the order of the parameters; every step changes them. */
  public List<Matrix> means() {
    return List.copyOf(means);
  }

  /** Running means of the squared gradients, in the order of the parameters. */
  public List<Matrix> squares() {
    return List.copyOf(squares);
  }

  /** Goes on as after so many steps; the caller has filled {@link #means} and {@link #squares}. */
  public void resumeAfter(int done) {
    steps = done;
  }

  /** The numbers of one step, the corrections for its early ones included. */
  private record Update(float beta1, float beta2, float rate, float inverse2, float decay) {
    void apply(Parameter parameter, Matrix gradient, Matrix mean, Matrix square) {
      Matrix value = parameter.value();
      float keep = parameter.decays() ? 1 - decay : 1;
      float[] w = new float[value.cols()];
      float[] g = new float[value.cols()];
      float[] m = new float[value.cols()];
      float[] s = new float[value.cols()];
      for (int i = 0; i < value.rows(); i++) {
        value.get(i, w);
        gradient.get(i, g);
        mean.get(i, m);
        square.get(i, s);
        for (int j = 0; j < w.length; j++) {
          m[j] = beta1 * m[j] + (1 - beta1) * g[j];
          s[j] = beta2 * s[j] + (1 - beta2) * g[j] * g[j];
          float size = (float) (Math.sqrt(s[j] * inverse2) + EPSILON);
          w[j] = keep * w[j] - rate * m[j] / size;
        }
        value.put(i, w);
        mean.put(i, m);
        square.put(i, s);
      }
    }
  }
}
