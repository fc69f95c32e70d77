package io.pawstream.compiler.internal.train;

import io.pawstream.compiler.CompileReport;
import io.pawstream.transformer.lora.LoraAdapter;
import java.util.List;

/**
 * What training led to.
 *
 * @param adapter of the best epoch
 * @param best the best epoch
 * @param epochs all epochs, those before a checkpoint included
 * @param end why it ended
 * @param steps steps made by this run
 * @param tokens tokens that were learned from by this run
 */
public record Trained(
    LoraAdapter adapter,
    CompileReport.Epoch best,
    List<CompileReport.Epoch> epochs,
    CompileReport.End end,
    int steps,
    long tokens) {

  public Trained {
    epochs = List.copyOf(epochs);
  }
}
