package io.pawstream.jobs.example.alerts;

import java.util.regex.Pattern;

/**
 * A line and what the programs say about it. Immutable; any thread.
 *
 * @param time milliseconds since 1970
 * @param host where the service runs
 * @param service what wrote it
 * @param message what it says
 * @param alert whether a human must look at it
 * @param phase what it says about a job
 */
public record LogEvent(
    long time, String host, String service, String message, boolean alert, Phase phase) {
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** Where a job is. */
  public enum Phase {
    START,
    PROGRESS,
    FINISH,
    /** The line is not about a job. */
    OTHER
  }

  /** The service on its host. */
  String serviceKey() {
    return host + '/' + service;
  }

  /** Equal for lines of a service that differ in numbers alone. */
  String errorKey() {
    return serviceKey() + '/' + NUMBER.matcher(message).replaceAll("#");
  }
}
