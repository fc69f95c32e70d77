package io.pawstream.runtime.program;

import java.util.List;

/**
 * How sure a program may be taken to be with one label set, learnt on rows whose right answers are
 * known. Immutable; any thread.
 *
 * @param labels the label set that it was learnt with, in order
 * @param temperature what log probabilities of labels are divided by before they are normalised
 *     over the set, {@value #LEAST} to {@value #MOST}; above 1 makes confidences less extreme. The
 *     order of the labels, so the answer, stays
 * @param rows how many rows it was learnt on
 * @param errorBefore expected calibration error on these rows without it, 0 to 1
 * @param errorAfter the same with it
 */
public record Calibration(
    List<String> labels, double temperature, long rows, double errorBefore, double errorAfter) {
  /** The lowest temperature there may be. */
  public static final double LEAST = 0.05;

  /** The highest temperature there may be. */
  public static final double MOST = 20;

  /**
   * @throws IllegalArgumentException if the temperature is out of range; the message names it
   */
  public Calibration {
    labels = List.copyOf(labels);
    requireTemperature(temperature);
  }

  /**
   * Checks a temperature.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public static void requireTemperature(double temperature) {
    // written so that NaN does not pass
    if (!(temperature >= LEAST && temperature <= MOST)) {
      throw new IllegalArgumentException(
          "temperature must be from " + LEAST + " to " + MOST + ": temperature=" + temperature);
    }
  }
}
