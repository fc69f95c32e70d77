package io.pawstream.benchmarks.internal.report;

/**
 * What a result in records/s means beyond its rate; NaN for what is not known of it.
 *
 * @param tokensPerSecond input tokens, without suffix and answer
 * @param ceilingPercent of the row's own ceiling: llama.cpp's prefill, or bare sgemm
 * @param peakMegabytes most memory that was resident in a process of its own, 10^6 bytes
 * @param mappedMegabytes what part of it was the mapped file of the interpreter
 */
public record Details(
    double tokensPerSecond, double ceilingPercent, double peakMegabytes, double mappedMegabytes) {
  /** Nothing is known. */
  public static final Details NONE = new Details(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
}
