package io.pawstream.jobs.internal.evaluate;

/**
 * A row cannot be judged, and a share of the others would be no measure. The message says the rule,
 * the value and the cure, and holds no text of the row.
 */
final class RowRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RowRefusedException(String message) {
    super(message);
  }
}
