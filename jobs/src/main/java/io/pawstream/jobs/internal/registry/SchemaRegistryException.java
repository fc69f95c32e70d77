package io.pawstream.jobs.internal.registry;

import io.pawstream.flink.InputUnavailableException;

/**
 * A registry could not be asked, or did not answer as one: nothing that another record would
 * change. The message says the rule, the value and the cure, and holds no secrets.
 */
public final class SchemaRegistryException extends InputUnavailableException {
  private static final long serialVersionUID = 1L;

  SchemaRegistryException(String message) {
    super(message);
  }
}
