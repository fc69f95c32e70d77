package io.pawstream.rows.internal.frame;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a file as bytes, in order. One thread. */
public interface Frames {

  /** The next row, or null after the last. */
  @Nullable Frame next() throws IOException;
}
