package io.pawstream.connect.internal.config;

import io.pawstream.runtime.program.ProgramException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * A rule about an option that depends on others, checked where Kafka asks for the values that it
 * recommends: what is thrown there becomes an error of the option, and the connector is refused
 * when it is created. Immutable; any thread.
 */
final class Rule implements ConfigDef.Recommender {
  private final Function<Settings, List<String>> check;

  /**
   * @param check gives the values to recommend; an {@link IllegalArgumentException}, {@link
   *     ProgramException} or {@link ConfigException} says that the option contradicts others
   */
  Rule(Function<Settings, List<String>> check) {
    this.check = check;
  }

  @Override
  public List<Object> validValues(String name, Map<String, Object> parsedConfig) {
    try {
      return List.copyOf(check.apply(new Settings(parsedConfig)));
    } catch (IllegalArgumentException | ProgramException e) {
      throw new ConfigException(e.getMessage());
    }
  }

  @Override
  public boolean visible(String name, Map<String, Object> parsedConfig) {
    return true;
  }
}
