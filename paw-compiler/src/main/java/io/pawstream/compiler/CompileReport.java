package io.pawstream.compiler;

import io.pawstream.compiler.internal.report.JsonReport;
import io.pawstream.runtime.gguf.GgufType;
import java.nio.file.Path;
import java.util.List;

/**
 * How a compilation went. Immutable; any thread. Also written beside the program, as JSON and HTML.
 *
 * <p>Accuracy is that of the program as it was written, on examples that it did not learn from.
 * They also choose the epoch, so on other inputs expect a little less.
 *
 * @param program the {@code .paw} file
 * @param programId its id
 * @param digest its digest, {@code sha256:} and 64 hex digits
 * @param labels its label set; empty for free text
 * @param examples how many there were
 * @param accuracy part of the held-out examples with the right answer, 0 to 1
 * @param baseAccuracy the same of the interpreter with the template and without the adapter
 * @param confusion for each label, how often the examples of it were answered with each; empty for
 *     free text
 * @param wrong held-out examples with a wrong answer, at most 50
 * @param epochs all epochs
 * @param bestEpoch the one whose adapter was kept, from 1
 * @param end why training ended
 * @param settings what the request left open and what it said
 * @param work what it took, this run alone where it went on from a checkpoint
 * @param warnings what may make the program worse than it could be
 */
public record CompileReport(
    Path program,
    String programId,
    String digest,
    List<String> labels,
    Examples examples,
    double accuracy,
    double baseAccuracy,
    List<List<Integer>> confusion,
    List<Wrong> wrong,
    List<Epoch> epochs,
    int bestEpoch,
    End end,
    Settings settings,
    Work work,
    List<String> warnings) {

  public CompileReport {
    labels = List.copyOf(labels);
    confusion = confusion.stream().map(List::copyOf).toList();
    wrong = List.copyOf(wrong);
    epochs = List.copyOf(epochs);
    warnings = List.copyOf(warnings);
  }

  /** As JSON: members by their names, indented, ending with a line end. */
  public String json() {
    return JsonReport.of(this);
  }

  /**
   * Numbers of examples.
   *
   * @param training learned from
   * @param heldOut judged by
   * @param repeated left out because they repeat another
   * @param contradictory inputs that have more than one output
   */
  public record Examples(int training, int heldOut, int repeated, int contradictory) {}

  /**
   * A held-out example with a wrong answer.
   *
   * @param line where it stands in its file
   * @param input its input
   * @param expected the right answer
   * @param answered the answer that was given
   */
  public record Wrong(int line, String input, String expected, String answered) {}

  /**
   * What an epoch led to.
   *
   * @param epoch from 1
   * @param steps steps done since the beginning
   * @param trainingLoss mean over its steps, in nats per token
   * @param heldOutLoss in nats per token, at its end
   * @param heldOutAccuracy 0 to 1, at its end
   */
  public record Epoch(
      int epoch, int steps, double trainingLoss, double heldOutLoss, double heldOutAccuracy) {}

  /** Why training ended. */
  public enum End {
    /** All epochs are done. */
    DONE,
    /** It did not become better any more. */
    NO_BETTER,
    /** It was told to stop. */
    STOPPED
  }

  /**
   * With what it was trained.
   *
   * @param interpreter name and digest
   * @param rank of the adapter
   * @param alpha of the adapter
   * @param adapterType how it is stored
   * @param firstBlock first block with an adapter
   * @param maxEpochs epochs at most
   * @param learningRate size of the largest step
   * @param seed of the adapter's beginning, the held-out examples and the order
   * @param threads threads that computed
   * @param products {@code openblas}, or {@code java} where there is none for this machine
   */
  public record Settings(
      String interpreter,
      int rank,
      float alpha,
      GgufType adapterType,
      int firstBlock,
      int maxEpochs,
      double learningRate,
      long seed,
      int threads,
      String products) {}

  /**
   * What it took.
   *
   * @param steps steps of the optimiser
   * @param tokens tokens that were learned from
   * @param cpuSeconds of the whole process
   * @param wallSeconds from the request to the report
   */
  public record Work(int steps, long tokens, double cpuSeconds, double wallSeconds) {}
}
