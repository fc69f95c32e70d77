package io.pawstream.compiler.internal;

import io.pawstream.compiler.CompileException;
import io.pawstream.compiler.CompileProgress;
import io.pawstream.compiler.CompileReport;
import io.pawstream.compiler.CompileRequest;
import io.pawstream.compiler.example.Example;
import io.pawstream.compiler.internal.bundle.Publisher;
import io.pawstream.compiler.internal.bundle.Staging;
import io.pawstream.compiler.internal.bundle.TemplateText;
import io.pawstream.compiler.internal.data.EncodedExample;
import io.pawstream.compiler.internal.data.Encoding;
import io.pawstream.compiler.internal.data.ExampleSet;
import io.pawstream.compiler.internal.data.Split;
import io.pawstream.compiler.internal.report.HtmlReport;
import io.pawstream.compiler.internal.score.Evaluation;
import io.pawstream.compiler.internal.score.Scorer;
import io.pawstream.compiler.internal.train.Checkpoint;
import io.pawstream.compiler.internal.train.Recipe;
import io.pawstream.compiler.internal.train.Trained;
import io.pawstream.compiler.internal.train.Trainer;
import io.pawstream.compiler.tokenizer.Prompt;
import io.pawstream.compiler.tokenizer.Tokenizer;
import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.Template;
import io.pawstream.transformer.ForwardPass;
import io.pawstream.transformer.lora.LinearShape;
import io.pawstream.transformer.lora.LoraAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One compilation, from the request to the files. One thread. */
public final class Compilation {
  /** Tokens that the engine gives an input and its answer if nothing else is said. */
  private static final int WINDOW = 2048;

  private final CompileRequest request;
  private final Consumer<CompileProgress> progress;
  private final BooleanSupplier stop;
  private final Stopwatch watch = new Stopwatch();

  public Compilation(
      CompileRequest request, Consumer<CompileProgress> progress, BooleanSupplier stop) {
    this.request = request;
    this.progress = progress;
    this.stop = stop;
  }

  /** Checks, trains, writes; see {@link io.pawstream.compiler.Compiler}. */
  public CompileReport run() {
    Interpreter interpreter = request.interpreter();
    Tokenizer tokenizer = tokenizer(interpreter);
    Template template = TemplateText.of(request.spec(), interpreter, tokenizer);
    ExampleSet set = ExampleSet.of(request.examples(), request.labels());
    int window = Math.min(WINDOW, interpreter.shape().contextLength());
    Encoding encoding = new Encoding(tokenizer, new Prompt(tokenizer, template), window);
    Split split = Split.of(encoding.encode(set), request.learnFrom(), request.seed());
    Staging.check(request.output());
    try (Computer computer = Computer.open(interpreter, request.threads())) {
      return train(computer, encoding, template, set, split);
    } catch (IOException e) {
      throw Staging.unwritable(request.output(), e);
    }
  }

  private static Tokenizer tokenizer(Interpreter interpreter) {
    try {
      return Tokenizer.read(interpreter.header());
    } catch (GgufException e) {
      throw new CompileException(
          "The interpreter must have a tokenizer that is known: interpreter="
              + interpreter.name()
              + ", "
              + e.getMessage(),
          e);
    }
  }

  private CompileReport train(
      Computer computer, Encoding encoding, Template template, ExampleSet set, Split split)
      throws IOException {
    Recipe recipe =
        Recipe.of(
            request.epochs(),
            split.training().size(),
            request.learningRate(),
            computer.model().shape().width(),
            request.seed());
    int[][] labels =
        set.labels() == null
            ? new int[0][]
            : set.labels().labels().stream().map(encoding::answer).toArray(int[][]::new);
    Scorer scorer =
        new Scorer(
            new ForwardPass(computer.model(), computer.compute()),
            labels,
            encoding.tokenizer().endToken());
    Evaluation base = scorer.evaluate(split.heldOut(), null);
    Checkpoint checkpoint =
        new Checkpoint(
            Path.of(request.output() + ".checkpoint"),
            Fingerprint.of(request, recipe, template, set, computer.products()));
    Trained trained =
        new Trainer(
                computer.trainingPass(recipe.tokensAtOnce(split.training())),
                computer.workers(),
                scorer,
                split,
                recipe,
                progress,
                stop)
            .train(newAdapter(computer), checkpoint, request.resume());
    CompileReport report =
        publish(encoding, template, set, split, scorer, base, trained, recipe, computer);
    if (trained.end() != CompileReport.End.STOPPED) {
      checkpoint.delete();
    }
    return report;
  }

  private LoraAdapter newAdapter(Computer computer) {
    Map<String, LinearShape> shapes = new LinkedHashMap<>(computer.model().linearLayers());
    shapes.keySet().removeIf(name -> block(name) < request.firstBlock());
    return LoraAdapter.create(
        computer.model().shape().architecture().key(),
        shapes,
        request.rank(),
        request.alpha(),
        request.seed());
  }

  /** The N of {@code blk.N.X.weight}. */
  private static int block(String name) {
    return Integer.parseInt(name.split("\\.", -1)[1]);
  }

  private CompileReport publish(
      Encoding encoding,
      Template template,
      ExampleSet set,
      Split split,
      Scorer scorer,
      Evaluation base,
      Trained trained,
      Recipe recipe,
      Computer computer)
      throws IOException {
    try (Staging staging = Staging.beside(request.output())) {
      Path file = staging.file("adapter.gguf");
      trained.adapter().write(file, request.adapterType());
      // what the runtime will read, not what was rounded when it was written
      LoraAdapter written = LoraAdapter.read(file);
      Evaluation evaluation = scorer.evaluate(split.heldOut(), written);
      Publisher publisher =
          new Publisher(
              request.spec().strip(),
              template,
              request.interpreter(),
              set.labels(),
              request.rank(),
              request.alpha(),
              request.createdAt());
      Map<String, Object> numbers = new LinkedHashMap<>();
      numbers.put("examples", set.examples().size());
      numbers.put("held_out", split.heldOut().size());
      numbers.put("accuracy", evaluation.accuracy());
      numbers.put("base_accuracy", base.accuracy());
      numbers.put("epoch", trained.best().epoch());
      numbers.put("seed", request.seed());
      List<Example> shown =
          request.keepExamples()
              ? split.training().stream().map(EncodedExample::example).toList()
              : List.of();
      ProgramBundle bundle = publisher.pack(staging, "program.paw", file, numbers, shown);
      CompileReport report =
          new ReportMaker(request, encoding, set, split, recipe, computer.products())
              .make(bundle, evaluation, base, trained, scorer, written, watch);
      Files.writeString(staging.file("report.json"), report.json());
      Files.writeString(staging.file("report.html"), HtmlReport.of(report));
      staging.publish("report.json", Path.of(reportName() + ".report.json"));
      staging.publish("report.html", Path.of(reportName() + ".report.html"));
      staging.publish("program.paw", request.output());
      return report;
    }
  }

  private String reportName() {
    String path = request.output().toString();
    return path.endsWith(".paw") ? path.substring(0, path.length() - 4) : path;
  }
}
