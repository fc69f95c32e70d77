package io.pawstream.jobs.internal.registry;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a registry said to a call that it understood. Immutable; any thread.
 *
 * @param status HTTP status, below 500
 * @param body the JSON
 */
record RegistryAnswer(int status, JsonNode body) {
  /** Codes of the REST API: no such subject, no such version, no such schema. */
  private static final int FIRST_MISSING = 40401;

  private static final int LAST_MISSING = 40403;

  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;

  boolean isFine() {
    return status / 100 == 2;
  }

  /** Whether what was asked for is not there; another 404 is not the answer of a registry. */
  boolean isMissing() {
    int code = code();
    return status == 404 && code >= FIRST_MISSING && code <= LAST_MISSING;
  }

  /** Whether a schema may not join its subject. */
  boolean isRefused() {
    return status == CONFLICT || status == UNPROCESSABLE;
  }

  int code() {
    return body.path("error_code").asInt();
  }

  /** What the registry says about it, one line, of bounded length. */
  String message() {
    String text = body.path("message").asText().replaceAll("\\s+", " ");
    return text.length() <= 500 ? text : text.substring(0, 500) + "…";
  }
}
