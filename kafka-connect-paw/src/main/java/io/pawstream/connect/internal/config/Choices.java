package io.pawstream.connect.internal.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * The constants of an enum as the values of an option. Immutable; any thread.
 *
 * @param codes their names in configuration, in order
 */
record Choices<E extends Enum<E>>(List<E> constants, List<String> codes)
    implements ConfigDef.Validator, ConfigDef.Recommender {

  static <E extends Enum<E>> Choices<E> of(Class<E> type, Function<E, String> code) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    return new Choices<>(constants, constants.stream().map(code).toList());
  }

  /** The constant named {@code code}. */
  E of(String code) {
    return constants.get(codes.indexOf(code));
  }

  @Override
  public void ensureValid(String name, Object value) {
    if (!codes.contains(value)) {
      throw new ConfigException(name, value, "must be one of " + codes);
    }
  }

  @Override
  public List<Object> validValues(String name, Map<String, Object> parsedConfig) {
    return List.copyOf(codes);
  }

  @Override
  public boolean visible(String name, Map<String, Object> parsedConfig) {
    return true;
  }

  /** In the table of options. */
  @Override
  public String toString() {
    return codes.toString();
  }
}
