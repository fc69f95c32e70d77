package io.pawstream.jobs.example.alerts;

/**
 * A line of a service's log. Immutable; any thread.
 *
 * @param time milliseconds since 1970
 * @param host where the service runs
 * @param service what wrote it
 * @param message what it says
 */
record LogLine(long time, String host, String service, String message) {}
