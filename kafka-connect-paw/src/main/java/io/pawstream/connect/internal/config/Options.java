package io.pawstream.connect.internal.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/** Defines options group by group, in the order of the documentation. One thread. */
final class Options {
  private final ConfigDef def = new ConfigDef();
  private String group = "";
  private int order;

  Options group(String name) {
    group = name;
    order = 0;
    return this;
  }

  /**
   * Adds an option.
   *
   * @param standard its default, or {@link ConfigDef#NO_DEFAULT_VALUE}
   */
  Options add(
      String name,
      ConfigDef.Type type,
      @Nullable Object standard,
      @Nullable Validator validator,
      @Nullable Recommender recommender,
      Importance importance,
      String display,
      String meaning) {
    def.define(
        name,
        type,
        standard,
        validator,
        importance,
        meaning,
        group,
        ++order,
        type == ConfigDef.Type.STRING || type == ConfigDef.Type.LIST ? Width.LONG : Width.SHORT,
        display,
        recommender);
    return this;
  }

  ConfigDef def() {
    return def;
  }
}
