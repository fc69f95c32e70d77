package io.pawstream.jobs.internal.files;

import io.pawstream.runtime.answer.Outcome;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file that is written row by row; whole once it is closed. One thread. */
interface RowOutput extends Closeable {

  /**
   * Writes a row with what the programs said.
   *
   * @param outcomes per program, null where a failure is dropped
   * @throws UnwritableRowException if the format has no place for the row
   */
  void write(FileRow row, List<@Nullable Outcome> outcomes) throws IOException;
}
