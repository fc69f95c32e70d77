package io.pawstream.eval;

/**
 * A share of rows, with how far it may be from that of all rows there could be. Immutable; any
 * thread.
 *
 * @param part rows that count
 * @param of rows in all
 */
public record Share(long part, long of) {
  /** The normal distribution's quantile of 97.5 %. */
  private static final double Z = 1.959963984540054;

  /** The share; NaN of no rows. */
  public double value() {
    return (double) part / of;
  }

  /** Lower end of the 95 % interval (Wilson 1927); NaN of no rows. */
  public double low() {
    return end(-1);
  }

  /** Upper end of the 95 % interval (Wilson 1927); NaN of no rows. */
  public double high() {
    return end(1);
  }

  private double end(int sign) {
    if (of == 0) {
      return Double.NaN;
    }
    double p = value();
    double z2 = Z * Z / of;
    double half = Z * Math.sqrt(p * (1 - p) / of + z2 / (4 * of));
    return Math.max(0, Math.min(1, (p + z2 / 2 + sign * half) / (1 + z2)));
  }
}
