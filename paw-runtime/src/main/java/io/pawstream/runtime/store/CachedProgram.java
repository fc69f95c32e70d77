package io.pawstream.runtime.store;

import io.pawstream.runtime.program.ProgramBundle;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the cache directory. Immutable; any thread.
 *
 * @param programId its id, which is the directory's name
 * @param directory where it is
 * @param slugs the names that it was last pulled by
 * @param program what is in it; null if it cannot be used
 * @param problem why it cannot be used; null if it can
 */
public record CachedProgram(
    String programId,
    Path directory,
    List<String> slugs,
    @Nullable ProgramBundle program,
    @Nullable String problem) {
  public CachedProgram {
    slugs = List.copyOf(slugs);
  }
}
