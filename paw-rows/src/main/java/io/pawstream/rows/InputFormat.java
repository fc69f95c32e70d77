package io.pawstream.rows;

/** How the rows of an input file are written. */
public enum InputFormat {
  /** One JSON object per line; blank lines are skipped. */
  JSONL,
  /** Comma separated values with a header line (RFC 4180); blank lines are skipped. */
  CSV,
  /** One text per line; an empty line is an empty text. */
  TEXT
}
