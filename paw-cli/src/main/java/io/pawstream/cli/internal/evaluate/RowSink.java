package io.pawstream.cli.internal.evaluate;

import io.pawstream.eval.JudgedRow;
import java.io.IOException;

/** Gets what a program said, row by row in their order. One thread. */
interface RowSink {
  /** Wants nothing. */
  RowSink NONE = row -> {};

  void add(JudgedRow row) throws IOException;

  /** Whether the beginning of this row's text will be shown. */
  default boolean lists(long number) {
    return false;
  }
}
