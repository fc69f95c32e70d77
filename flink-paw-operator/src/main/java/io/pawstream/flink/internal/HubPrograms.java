package io.pawstream.flink.internal;

import io.pawstream.flink.Binding;
import io.pawstream.runtime.hub.ProgressListener;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.program.Reference;
import io.pawstream.runtime.store.ProgramStore;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** Programs that a job takes from the hub: the same bytes in every task and after every restart. */
@Internal
public final class HubPrograms {
  private HubPrograms() {}

  /**
   * The bindings with references that never move: names of the hub are resolved here, on the
   * client, once. Opens a connection only for a program that is not in the client's cache
   * directory, or that may move.
   *
   * @param allowMoving whether a slug without version and digest is accepted
   * @throws ProgramException if one moves and that is not allowed, or cannot be used
   * @throws io.pawstream.runtime.hub.HubException if one cannot be fetched
   */
  public static List<Binding> pinned(List<Binding> bindings, boolean allowMoving) {
    if (bindings.stream().allMatch(b -> Reference.parse(b.program()) instanceof Reference.Local)) {
      return bindings;
    }
    List<Binding> pinned = new ArrayList<>();
    try (ProgramStore store = ProgramStore.open()) {
      for (Binding binding : bindings) {
        String program = store.pin(binding.program(), allowMoving, ProgressListener.NONE);
        pinned.add(binding.withProgram(program));
      }
    }
    return pinned;
  }

  /**
   * The bindings, none of which moves.
   *
   * @throws ProgramException if one does: tasks would run different programs
   */
  public static List<Binding> requireStill(List<Binding> bindings) {
    for (Binding binding : bindings) {
      if (Reference.parse(binding.program()).isMoving()) {
        throw new ProgramException(
            "All tasks of a job must run the same program: binding="
                + binding.name()
                + ", program="
                + binding.program()
                + "; write its version or digest, or bind it with PawStreams.transform and"
                + " allowMoving()");
      }
    }
    return bindings;
  }
}
