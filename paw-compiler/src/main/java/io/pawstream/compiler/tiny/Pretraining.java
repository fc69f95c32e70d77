package io.pawstream.compiler.tiny;

import io.pawstream.compiler.tokenizer.Vocabulary;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.gguf.GgufWriter;
import io.pawstream.transformer.Loss;
import io.pawstream.transformer.ModelShape;
import io.pawstream.transformer.TrainingPass;
import io.pawstream.transformer.Transformer;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.optim.AdamW;
import io.pawstream.transformer.optim.Gradients;
import io.pawstream.transformer.optim.LearningRate;
import io.pawstream.transformer.tensor.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Trains an interpreter on a corpus. One thread, which shares its work with others. */
final class Pretraining {
  /** In a checkpoint: how many steps are done. */
  static final String STEP = "paw.training.step";

  private static final AdamW.Settings ADAM = new AdamW.Settings(0.9, 0.98, 0.05);
  private static final double MAX_NORM = 1;

  /** Steps with small changes, first and after each resumption: Adam's means are not kept. */
  private static final int WARM_UP = 50;

  /**
   * What decides the result, on one kind of machine.
   *
   * @param seed of weights and samples
   * @param steps all steps
   * @param samples in one step
   * @param rate the largest step size
   */
  record Settings(long seed, int steps, int samples, double rate) {}

  private final Corpus corpus;
  private final Vocabulary vocabulary;
  private final Prompts prompts;
  private final Transformer model;
  private final Settings settings;
  private final Compute compute;
  private final TrainingPass pass;
  private final Gradients gradients;
  private final AdamW adam;
  private final LearningRate rate;
  private final int firstStep;
  private int step;
  private long tokens;

  /**
   * @param step steps that the model has been trained already
   */
  Pretraining(
      Corpus corpus,
      Vocabulary vocabulary,
      Transformer model,
      int step,
      Settings settings,
      Compute compute) {
    this.corpus = corpus;
    this.vocabulary = vocabulary;
    this.prompts = new Prompts(vocabulary.tokenizer());
    this.model = model;
    this.firstStep = step;
    this.step = step;
    this.settings = settings;
    this.compute = compute;
    this.pass = new TrainingPass(model, compute, TrainingPass.Memory.KEEP);
    this.gradients = new Gradients(model.parameters());
    this.adam = new AdamW(gradients, ADAM);
    this.rate =
        new LearningRate(
            settings.rate(),
            Math.min(WARM_UP, settings.steps()),
            settings.steps(),
            0.05,
            LearningRate.Decay.COSINE);
  }

  /** The sizes of {@code paw-tiny}. */
  static ModelShape shape(int vocabulary, int width, int blocks, int feedForward) {
    int headWidth = 32;
    int heads = width / headWidth;
    return new ModelShape(
        ModelShape.Architecture.QWEN3,
        blocks,
        512,
        width,
        feedForward,
        heads,
        heads / 2,
        headWidth,
        1e-6f,
        10_000,
        vocabulary,
        true);
  }

  /**
   * Goes on with a checkpoint.
   *
   * @throws IOException if it cannot be read
   */
  static Pretraining resume(Corpus corpus, Path checkpoint, Settings settings, Compute compute)
      throws IOException {
    TensorFile file = TensorFile.open(checkpoint, GgufLimits.INTERPRETER);
    return new Pretraining(
        corpus,
        Vocabulary.read(file.header()),
        Transformer.load(file, Transformer.Keep.FLOATS),
        Math.toIntExact(file.header().uint32(STEP).orElse(0L)),
        settings,
        compute);
  }

  /** Steps done. */
  int step() {
    return step;
  }

  /** Tokens computed by this object. */
  long tokens() {
    return tokens;
  }

  /**
   * Makes one step.
   *
   * @return the mean loss in nats
   */
  double train() {
    Documents documents =
        Documents.of(
            prompts,
            corpus.step(settings.seed(), step, settings.samples()),
            new SplittableRandom(settings.seed() * 999_983 + step));
    gradients.clear();
    Loss loss = pass.run(documents.batch(), documents.rows(), null, gradients);
    gradients.clip(MAX_NORM);
    double again = Math.min(1, (step - firstStep + 1.0) / WARM_UP);
    adam.step(rate.at(step) * again, compute.workers());
    step++;
    tokens += documents.batch().rows();
    return loss.value();
  }

  /**
   * Which part of new samples gets exactly the right answer.
   *
   * @param count samples of each task
   * @return by task; tasks without templates in this part are left out
   */
  Map<String, Double> accuracy(Grammar.Part part, int count) {
    Map<String, Double> right = new LinkedHashMap<>();
    SplittableRandom random = new SplittableRandom(~settings.seed());
    for (String task : corpus.grammar().tasks()) {
      if (corpus.grammar().has(task, part)) {
        List<Sample> samples =
            Stream.generate(() -> corpus.grammar().sample(task, part, random))
                .limit(count)
                .toList();
        Documents documents = Documents.of(prompts, samples, null);
        Loss loss = pass.evaluate(documents.batch(), documents.rows(), null);
        right.put(task, (double) documents.right(loss, count) / count);
      }
    }
    return right;
  }

  /**
   * Writes the interpreter.
   *
   * @param type of its matrices; F32 for a checkpoint
   * @throws IOException if it cannot be written
   */
  void write(Path file, GgufType type) throws IOException {
    GgufWriter writer =
        new GgufWriter()
            .string("general.architecture", "qwen3")
            .string("general.type", "model")
            .string("general.name", "paw-tiny")
            .string("general.license", "apache-2.0")
            .uint32("general.file_type", type == GgufType.Q8_0 ? 7 : 0)
            .uint32("general.quantization_version", 2);
    if (type == GgufType.F32) {
      writer.uint32(STEP, step);
    }
    vocabulary.write(writer);
    model.write(writer, type);
    writer.write(file, GgufLimits.INTERPRETER);
  }
}
