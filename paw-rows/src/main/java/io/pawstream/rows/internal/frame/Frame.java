package io.pawstream.rows.internal.frame;

/**
 * The bytes of one row without its line end.
 *
 * @param bytes the row; only its beginning where it is over the limit
 * @param size length of the row in bytes, however long
 * @param end bytes of the file read so far, this row and its line end included
 * @param closed whether the row ended as its format wants; false where a quote was never closed
 */
public record Frame(byte[] bytes, long size, long end, boolean closed) {

  /** Whether {@code bytes} is the whole row. */
  public boolean whole() {
    return bytes.length == size;
  }
}
