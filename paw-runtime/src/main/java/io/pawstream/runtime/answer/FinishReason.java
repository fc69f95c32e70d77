package io.pawstream.runtime.answer;

import java.util.Locale;

/** Why an answer ended where it did. */
public enum FinishReason {
  /** A label of the label set was chosen by score; nothing was generated freely. */
  LABEL,
  /** The interpreter produced its end token. */
  STOP,
  /** The binding's limit on output tokens was reached. */
  LENGTH,
  /** The context window was full. */
  CONTEXT;

  /** The name as it stands in rows, logs and metrics: lower case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
