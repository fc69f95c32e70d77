package io.pawstream.benchmarks.internal.scaling;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A size that is changed while all else stays as it is. */
public enum Sweep {
  /** One stream, looked at again and again; the rate is that since the look before. */
  RECORDS(
      "records",
      "records since the start",
      true,
      "resident memory, MB",
      Point::residentMegabytes,
      List.of("llama", "blas")),
  /** Programs take turns, record by record. */
  PROGRAMS(
      "programs",
      "programs on one interpreter",
      true,
      "resident memory, MB",
      Point::residentMegabytes,
      List.of("llama", "blas")),
  /** Tokens before the input, the same for all records. */
  PREFIX(
      "prefix",
      "tokens of the prefix",
      false,
      "ready from cold, ms",
      Point::readyMillis,
      List.of("llama", "blas")),
  /** All at work for one micro-batch, or each for its own. */
  THREADS(
      "threads",
      "threads",
      false,
      "CPU ms per record",
      Point::cpuMillis,
      List.of("llama lanes", "llama threads", "blas lanes", "blas threads"));

  private final String key;
  private final String xLabel;
  private final boolean logarithmic;
  private final String secondLabel;
  private final ToDoubleFunction<Point> second;
  private final List<String> series;

  Sweep(
      String key,
      String xLabel,
      boolean logarithmic,
      String secondLabel,
      ToDoubleFunction<Point> second,
      List<String> series) {
    this.key = key;
    this.xLabel = xLabel;
    this.logarithmic = logarithmic;
    this.secondLabel = secondLabel;
    this.second = second;
    this.series = series;
  }

  /** Its name on the command line and in names of files. */
  public String key() {
    return key;
  }

  /** What is measured at each size. */
  public List<String> series() {
    return series;
  }

  /** Its charts as a file's text: records/s, and what else the size changes. */
  public String chart(List<Point> points, String title) {
    return LineChart.of(
        title,
        List.of(
            new LineChart.Panel("records/s", xLabel, logarithmic, Point::recordsPerSecond),
            new LineChart.Panel(secondLabel, xLabel, logarithmic, second)),
        series,
        points);
  }

  /**
   * The sweep of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Sweep named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.key.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--only must name sweeps of " + keys() + ": sweep=" + name));
  }

  /** The names of all. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Sweep::key).toList();
  }
}
