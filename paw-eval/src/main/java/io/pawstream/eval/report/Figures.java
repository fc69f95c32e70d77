package io.pawstream.eval.report;

import java.util.Locale;

/** Numbers as a person reads them. Any thread. */
public final class Figures {
  private static final String NONE = "-";

  /** Decimals that a threshold is exact with. */
  private static final int THRESHOLD_DECIMALS = 6;

  private Figures() {}

  /** A share as a percentage; a dash where there is none. */
  public static String percent(double share) {
    return Double.isNaN(share) ? NONE : format("%.1f %%", 100 * share);
  }

  /** A number with so many decimals; a dash where there is none. */
  public static String number(double value, int decimals) {
    return Double.isNaN(value) ? NONE : format("%." + decimals + "f", value);
  }

  /** A threshold of confidence. */
  public static String threshold(double value) {
    return number(value, THRESHOLD_DECIMALS);
  }

  /** A count with its thousands apart. */
  public static String count(long value) {
    return format("%,d", value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
