package io.pawstream.compiler.internal;

import io.pawstream.compiler.CompileReport;
import io.pawstream.compiler.CompileRequest;
import io.pawstream.compiler.internal.data.EncodedExample;
import io.pawstream.compiler.internal.data.Encoding;
import io.pawstream.compiler.internal.data.ExampleSet;
import io.pawstream.compiler.internal.data.Split;
import io.pawstream.compiler.internal.score.Evaluation;
import io.pawstream.compiler.internal.score.Scored;
import io.pawstream.compiler.internal.score.Scorer;
import io.pawstream.compiler.internal.train.Recipe;
import io.pawstream.compiler.internal.train.Trained;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.transformer.lora.LoraAdapter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts together how a compilation went. */
record ReportMaker(
    CompileRequest request,
    Encoding encoding,
    ExampleSet set,
    Split split,
    Recipe recipe,
    String products) {
  private static final int MOST_WRONG = 50;

  /** Tokens of a wrong answer that are worth computing. */
  private static final int SHOWN_TOKENS = 32;

  CompileReport make(
      ProgramBundle bundle,
      Evaluation evaluation,
      Evaluation base,
      Trained trained,
      Scorer scorer,
      LoraAdapter adapter,
      Stopwatch watch) {
    List<String> labels = set.labels() == null ? List.of() : set.labels().labels();
    List<CompileReport.Wrong> wrong = wrong(labels, evaluation, scorer, adapter);
    return new CompileReport(
        request.output(),
        bundle.meta().programId(),
        bundle.digest(),
        labels,
        new CompileReport.Examples(
            split.training().size(), split.heldOut().size(), set.repeated(), set.contradictory()),
        evaluation.accuracy(),
        base.accuracy(),
        labels.isEmpty() ? List.of() : confusion(evaluation.confusion(labels.size())),
        wrong,
        trained.epochs(),
        trained.best().epoch(),
        trained.end(),
        new CompileReport.Settings(
            request.interpreter().name() + "@sha256:" + request.interpreter().sha256(),
            request.rank(),
            request.alpha(),
            request.adapterType(),
            request.firstBlock(),
            recipe.epochs(),
            recipe.peakRate(),
            request.seed(),
            request.threads(),
            products),
        new CompileReport.Work(
            trained.steps(), trained.tokens(), watch.cpuSeconds(), watch.seconds()),
        set.warnings());
  }

  private static List<List<Integer>> confusion(int[][] counts) {
    return Arrays.stream(counts).map(row -> Arrays.stream(row).boxed().toList()).toList();
  }

  private List<CompileReport.Wrong> wrong(
      List<String> labels, Evaluation evaluation, Scorer scorer, LoraAdapter adapter) {
    List<Scored> missed =
        evaluation.scored().stream().filter(s -> !s.right()).limit(MOST_WRONG).toList();
    List<CompileReport.Wrong> wrong = new ArrayList<>();
    List<EncodedExample> examples = missed.stream().map(Scored::example).toList();
    List<String> answers =
        labels.isEmpty()
            ? scorer.decode(examples, adapter, SHOWN_TOKENS, encoding.window()).stream()
                .map(tokens -> encoding.tokenizer().text(tokens).strip())
                .toList()
            : missed.stream().map(s -> labels.get(s.label())).toList();
    for (int i = 0; i < examples.size(); i++) {
      var example = examples.get(i).example();
      wrong.add(
          new CompileReport.Wrong(
              example.line(), example.input(), example.output(), answers.get(i)));
    }
    return wrong;
  }
}
