package io.pawstream.flink.sql;

import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.FactoryUtil.ModuleFactoryHelper;
import org.apache.flink.table.factories.ModuleFactory;
import org.apache.flink.table.module.Module;

/**
 * Main entry point of functions: what Flink finds for {@code LOAD MODULE paw}. Used while a
 * statement is planned, by one thread.
 */
@PublicEvolving
public final class PawModuleFactory implements ModuleFactory {
  /** What the module is called in SQL. */
  public static final String IDENTIFIER = "paw";

  public static final ConfigOption<Boolean> ASYNC =
      ConfigOptions.key("async")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether functions keep several rows in flight in streaming. Flink 2.3 then loses the"
                  + " NULLs of other columns of the same SELECT: an INT becomes -1, a STRING"
                  + " empty.");

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of();
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(ASYNC);
  }

  @Override
  public Module createModule(Context context) {
    ModuleFactoryHelper helper = FactoryUtil.createModuleFactoryHelper(this, context);
    helper.validate();
    return new PawModule(helper.getOptions().get(ASYNC), context.getConfiguration());
  }
}
