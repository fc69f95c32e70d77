package io.pawstream.compiler.internal.train;

import io.pawstream.compiler.CompileReport.Epoch;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.optim.AdamW;
import io.pawstream.transformer.optim.Gradients;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where training stands between two epochs: all that the next one needs. One thread. */
final class TrainingState {
  private final LoraAdapter current;
  private final Gradients gradients;
  private final AdamW optimiser;
  private final List<Epoch> epochs = new ArrayList<>();
  private @Nullable LoraAdapter best;
  private @Nullable Epoch bestEpoch;

  TrainingState(LoraAdapter start) {
    current = start;
    gradients = new Gradients(start.parameters());
    optimiser = new AdamW(gradients, Recipe.OPTIMISER);
  }

  /** Goes on from where another run stood. */
  void restore(List<Epoch> done, LoraAdapter kept) {
    epochs.addAll(done);
    for (Epoch epoch : done) {
      if (isBest(epoch)) {
        bestEpoch = epoch;
      }
    }
    best = kept;
  }

  /** Takes the result of an epoch, and a copy of the adapter if it is the best so far. */
  void finish(Epoch epoch) {
    epochs.add(epoch);
    if (isBest(epoch)) {
      bestEpoch = epoch;
      best = current.copy();
    }
  }

  /** By accuracy; among equals by loss, which says more where few examples are held out. */
  private boolean isBest(Epoch epoch) {
    return bestEpoch == null
        || epoch.heldOutAccuracy() > bestEpoch.heldOutAccuracy()
        || (epoch.heldOutAccuracy() == bestEpoch.heldOutAccuracy()
            && epoch.heldOutLoss() < bestEpoch.heldOutLoss());
  }

  LoraAdapter current() {
    return current;
  }

  Gradients gradients() {
    return gradients;
  }

  AdamW optimiser() {
    return optimiser;
  }

  List<Epoch> epochs() {
    return List.copyOf(epochs);
  }

  @Nullable LoraAdapter best() {
    return best;
  }

  @Nullable Epoch bestEpoch() {
    return bestEpoch;
  }
}
