package io.pawstream.cli.internal.program;

import io.pawstream.cli.internal.terminal.UsageException;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.store.ProgramStore;

/** Programs that are on this machine, by reference. Opens no connection. Any thread. */
public final class Programs {
  private Programs() {}

  /**
   * The program of this reference.
   *
   * @throws UsageException if it is not here or cannot be used
   */
  public static ProgramBundle read(String reference) {
    try (ProgramStore store = ProgramStore.open()) {
      return store
          .find(reference)
          .orElseThrow(
              () ->
                  new UsageException(
                      "a program of the hub must be pulled first: reference="
                          + reference
                          + "; paw pull "
                          + reference));
    } catch (ProgramException e) {
      throw new UsageException(e);
    }
  }
}
