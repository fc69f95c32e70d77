package io.pawstream.connect.internal.config;

import io.pawstream.runtime.program.ProgramException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** Checks of a whole configuration. Stateless; any thread. */
final class Checked {
  private Checked() {}

  /**
   * The values of {@code properties}, which keep all rules: the same ones that refuse a connector
   * when it is created.
   *
   * @throws ConfigException with the first rule that is broken
   */
  static Settings settings(ConfigDef def, Map<String, ?> properties) {
    Map<String, String> texts = new HashMap<>();
    properties.forEach(
        (name, value) -> {
          if (value != null) {
            texts.put(name, value.toString());
          }
        });
    Map<String, @Nullable Object> values = new HashMap<>();
    for (ConfigValue value : def.validate(texts)) {
      if (!value.errorMessages().isEmpty()) {
        throw new ConfigException(value.errorMessages().get(0));
      }
      values.put(value.name(), value.value());
    }
    return new Settings(values);
  }

  /**
   * A validator whose {@code check} throws an {@link IllegalArgumentException} or a {@link
   * ProgramException} for what it refuses. Null passes: Kafka itself says what is missing.
   *
   * @param rule what is allowed, for documents
   */
  static ConfigDef.Validator validator(Consumer<Object> check, String rule) {
    return ConfigDef.LambdaValidator.with(
        (name, value) -> {
          try {
            if (value != null) {
              check.accept(value);
            }
          } catch (IllegalArgumentException | ProgramException e) {
            throw new ConfigException(name, value, e.getMessage());
          }
        },
        () -> rule);
  }
}
