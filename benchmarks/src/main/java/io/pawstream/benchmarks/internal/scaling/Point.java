package io.pawstream.benchmarks.internal.scaling;

import java.util.List;
import java.util.Locale;

/**
 * What was measured at one size.
 *
 * @param series of which it is a part, such as {@code llama}
 * @param x the size
 * @param recordsPerSecond answered
 * @param cpuMillis processor time per record, of the whole process
 * @param residentMegabytes memory of the process afterwards, 10^6 bytes; NaN where not known
 * @param readyMillis from the wish for the programs to the first answer of each
 */
public record Point(
    String series,
    double x,
    double recordsPerSecond,
    double cpuMillis,
    double residentMegabytes,
    double readyMillis) {
  /** The columns of {@link #csv}. */
  public static final String HEADER =
      "series,x,records_per_second,cpu_ms_per_record,resident_mb,ready_ms";

  /** As a line of a file. */
  public String csv() {
    return String.format(
        Locale.ROOT,
        "%s,%.0f,%.5g,%.4g,%.5g,%.4g",
        series,
        x,
        recordsPerSecond,
        cpuMillis,
        residentMegabytes,
        readyMillis);
  }

  /**
   * Reads what {@link #csv} wrote.
   *
   * @throws IllegalArgumentException if it is no such line
   */
  public static Point parse(String line) {
    List<String> cells = List.of(line.split(",", -1));
    if (cells.size() != 6) {
      throw new IllegalArgumentException("a line must have six columns: line=" + line);
    }
    return new Point(
        cells.get(0),
        Double.parseDouble(cells.get(1)),
        Double.parseDouble(cells.get(2)),
        Double.parseDouble(cells.get(3)),
        Double.parseDouble(cells.get(4)),
        Double.parseDouble(cells.get(5)));
  }
}
