package io.pawstream.compiler.tiny;

import io.pawstream.compiler.tokenizer.Vocabulary;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.transformer.Transformer;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.OpenBlasGemm;
import io.pawstream.transformer.math.Workers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes {@code paw-tiny} from nothing: the tokenizer, the training, the file. */
@Command(
    name = "make-paw-tiny",
    description = {
      "Makes the demonstration interpreter paw-tiny from the grammar of this module.",
      "Checkpoints stand beside the output; a run that finds one goes on from there."
    })
public final class MakePawTiny implements Callable<Integer> {
  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "the interpreter, a .gguf file")
  private Path output = Path.of("");

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "9000",
      description = "steps of training; ${DEFAULT-VALUE} where left out")
  private int steps;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "48",
      description = "samples in a step; ${DEFAULT-VALUE} where left out")
  private int samples;

  @Option(
      names = "--rate",
      paramLabel = "X",
      defaultValue = "0.0025",
      description = "largest step size; ${DEFAULT-VALUE} where left out")
  private double rate;

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "128",
      description = "width of the model, a multiple of 64; ${DEFAULT-VALUE} where left out")
  private int width;

  @Option(
      names = "--blocks",
      paramLabel = "N",
      defaultValue = "6",
      description = "blocks of the model; ${DEFAULT-VALUE} where left out")
  private int blocks;

  @Option(
      names = "--vocabulary",
      paramLabel = "N",
      defaultValue = "6144",
      description = "tokens; ${DEFAULT-VALUE} where left out")
  private int vocabularySize;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "threads; ${DEFAULT-VALUE} where left out")
  private int threads;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "equal seeds and threads give equal files on one kind of processor; ${DEFAULT-VALUE}"
              + " where left out")
  private long seed;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      defaultValue = "1000",
      description = "steps between two checkpoints; ${DEFAULT-VALUE} where left out")
  private int every;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "prints this")
  private boolean help;

  @Override
  public Integer call() throws IOException {
    Path folder = output.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalArgumentException("an output must be a file: output=" + output);
    }
    // before the work: a folder that cannot be made must not cost an hour
    Files.createDirectories(folder);
    Path checkpoint = output.resolveSibling(output.getFileName() + ".checkpoint");
    Corpus corpus = new Corpus(Grammar.load());
    Pretraining.Settings settings = new Pretraining.Settings(seed, steps, samples, rate);
    try (Workers workers = new Workers(threads)) {
      Compute compute = Compute.of(new OpenBlasGemm(), workers);
      Pretraining training =
          Files.exists(checkpoint)
              ? Pretraining.resume(corpus, checkpoint, settings, compute)
              : begin(corpus, settings, compute);
      run(training, checkpoint);
    }
    return 0;
  }

  private Pretraining begin(Corpus corpus, Pretraining.Settings settings, Compute compute) {
    Vocabulary vocabulary = corpus.vocabulary(vocabularySize, seed);
    Transformer model =
        Transformer.random(Pretraining.shape(vocabulary.size(), width, blocks, 3 * width), seed);
    return new Pretraining(corpus, vocabulary, model, 0, settings, compute);
  }

  private void run(Pretraining training, Path checkpoint) throws IOException {
    double loss = 0;
    int counted = 0;
    while (training.step() < steps) {
      loss += training.train();
      counted++;
      if (training.step() % 50 == 0 || training.step() == steps) {
        double seconds = cpuSeconds();
        System.err.printf(
            Locale.ROOT,
            "step %d of %d, loss %.4f, %,d tokens, %.0f CPU s, %.0f tokens per CPU s%n",
            training.step(),
            steps,
            loss / counted,
            training.tokens(),
            seconds,
            training.tokens() / seconds);
        loss = 0;
        counted = 0;
      }
      if (training.step() % every == 0 || training.step() == steps) {
        training.write(checkpoint, GgufType.F32);
        training.write(output, GgufType.Q8_0);
        report("new", training.accuracy(Grammar.Part.TRAINING, 40));
        report("held out", training.accuracy(Grammar.Part.HELD_OUT, 40));
      }
    }
  }

  private static void report(String what, Map<String, Double> accuracy) {
    System.err.println(
        what
            + ": "
            + accuracy.entrySet().stream()
                .map(e -> String.format(Locale.ROOT, "%s %.0f", e.getKey(), 100 * e.getValue()))
                .collect(Collectors.joining(", ")));
  }

  private static double cpuSeconds() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e9;
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new MakePawTiny()).execute(args));
  }
}
