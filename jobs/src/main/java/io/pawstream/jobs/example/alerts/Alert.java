package io.pawstream.jobs.example.alerts;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What somebody is told. Immutable; any thread.
 *
 * @param kind why
 * @param host where the service runs
 * @param service what it is about
 * @param message the line that it began with
 * @param first time of the first line that it is about, milliseconds since 1970
 * @param last time of the last one
 * @param count lines that it is about
 */
public record Alert(
    Kind kind, String host, String service, String message, long first, long last, int count) {

  /** Why somebody is told. */
  public enum Kind {
    /** The first line of an error; those after it wait. */
    ERROR,
    /** An error came again; how often, once its time is over. */
    REPEATED,
    /** A job was started and says nothing any more. */
    STALLED,
    /** A stalled job has said something. */
    RESUMED
  }

  /** The members of its JSON object. */
  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("alert", kind.name().toLowerCase(Locale.ROOT));
    members.put("host", host);
    members.put("service", service);
    members.put("first", Instant.ofEpochMilli(first).toString());
    members.put("last", Instant.ofEpochMilli(last).toString());
    members.put("count", count);
    members.put("message", message);
    return members;
  }
}
