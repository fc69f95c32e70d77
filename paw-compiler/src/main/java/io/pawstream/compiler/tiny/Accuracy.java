package io.pawstream.compiler.tiny;

import io.pawstream.compiler.example.Example;
import io.pawstream.compiler.internal.BaseAccuracy;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.interpreter.Interpreter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Measures a demonstration program: answered by the runtime, and by the interpreter without the
 * adapter. Immutable; one thread.
 *
 * @param labels empty for free text
 */
record Accuracy(Interpreter interpreter, String spec, List<String> labels) {
  Accuracy {
    labels = List.copyOf(labels);
  }

  /**
   * Parts of the sentences with exactly the right answer.
   *
   * @param sentences how many there were
   * @param program with the program, 0 to 1
   * @param base with the interpreter, its prompt and its label set alone, 0 to 1
   */
  record Measured(int sentences, double program, double base) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%.1f %% of %d (alone %.1f %%)", 100 * program, sentences, 100 * base);
    }
  }

  /** One program in the table. */
  record Row(String name, int examples, Measured generated, Measured written) {}

  Measured of(Path program, List<Example> tests) throws InterruptedException {
    return new Measured(
        tests.size(), byRuntime(program, tests), BaseAccuracy.of(interpreter, spec, labels, tests));
  }

  private double byRuntime(Path program, List<Example> tests) throws InterruptedException {
    PawOptions options =
        PawOptions.DEFAULT
            .withInterpreter(interpreter.file().toString())
            .withUnpinnedInterpreter(true)
            // near ties would come out by how micro-batches fell
            .withEngine(EngineOptions.builder().deterministic(true).build());
    int right = 0;
    try (Paw paw = Paw.open(options);
        PawProgram loaded = paw.load(program.toString())) {
      List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
      for (Example test : tests) {
        outcomes.add(loaded.submit(test.input()));
      }
      for (int i = 0; i < tests.size(); i++) {
        right +=
            outcomes.get(i).join() instanceof Answer answer
                    && answer.value().equals(tests.get(i).output())
                ? 1
                : 0;
      }
    }
    return (double) right / tests.size();
  }

  /** The table of a card, in Markdown. */
  static String table(Interpreter interpreter, List<Row> rows) {
    StringBuilder out = new StringBuilder();
    out.append("# Measured accuracy of the demonstration programs\n\n")
        .append("Written by `bin/make-programs`. Interpreter: `")
        .append(interpreter.name())
        .append("`, `sha256:")
        .append(interpreter.sha256())
        .append("`.\n\n")
        .append("Exact answers in percent. *Generated*: new sentences of the grammar that made the")
        .append(" examples. *Hand-written*: sentences that nothing was learned from, by somebody")
        .append(
            " who had not seen the grammar; those of `phase`, `colour`, `category` and `fault` by")
        .append(
            " its author, before there was one. *Alone*: the interpreter with the same prompt and")
        .append(" label set, without the program's adapter.\n\n")
        .append("| program | examples | generated | alone | hand-written | alone |\n")
        .append("|---|---|---|---|---|---|\n");
    for (Row row : rows) {
      out.append(
          String.format(
              Locale.ROOT,
              "| `%s` | %d | %.1f | %.1f | %.1f (of %d) | %.1f |%n",
              row.name(),
              row.examples(),
              100 * row.generated().program(),
              100 * row.generated().base(),
              100 * row.written().program(),
              row.written().sentences(),
              100 * row.written().base()));
    }
    return out.toString();
  }
}
