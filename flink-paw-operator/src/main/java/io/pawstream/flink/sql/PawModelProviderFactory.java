package io.pawstream.flink.sql;

import io.pawstream.flink.internal.Nearest;
import io.pawstream.flink.sql.internal.model.ModelSettings;
import io.pawstream.flink.sql.internal.model.PawModelProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.FactoryUtil.ModelProviderFactoryHelper;
import org.apache.flink.table.factories.ModelProviderFactory;
import org.apache.flink.table.ml.ModelProvider;

/**
 * Main entry point of models: what Flink finds for {@code 'provider' = 'paw'}; {@link
 * PawModelOptions} lists the options. Used while a statement is planned, by one thread.
 */
@PublicEvolving
public final class PawModelProviderFactory implements ModelProviderFactory {
  /** What {@code provider} is called in SQL. */
  public static final String IDENTIFIER = "paw";

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(PawModelOptions.PROGRAM);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    Set<ConfigOption<?>> options = new HashSet<>(PawModelOptions.all());
    options.removeAll(requiredOptions());
    return options;
  }

  /**
   * A provider for one model.
   *
   * @throws ValidationException naming the option or column that is wrong and the cure
   */
  @Override
  public ModelProvider createModelProvider(Context context) {
    String model = context.getObjectIdentifier().getObjectName();
    refuseUnknown(model, context.getCatalogModel().getOptions().keySet());
    ModelProviderFactoryHelper helper = FactoryUtil.createModelProviderFactoryHelper(this, context);
    helper.validate();
    return new PawModelProvider(
        ModelSettings.of(
            model, context.getCatalogModel(), helper.getOptions(), context.getConfiguration()),
        context.getConfiguration());
  }

  private static void refuseUnknown(String model, Set<String> written) {
    List<String> known =
        new ArrayList<>(PawModelOptions.all().stream().map(ConfigOption::key).toList());
    known.add(FactoryUtil.PROVIDER.key());
    known.add(FactoryUtil.PROPERTY_VERSION.key());
    for (String key : written) {
      if (!known.contains(key)) {
        throw new ValidationException(
            "an option of a paw model must be a known one: model="
                + model
                + ", option="
                + key
                + "; the nearest known option is '"
                + Nearest.of(key, known)
                + "'; supported are "
                + known.stream().sorted().collect(Collectors.joining(", ")));
      }
    }
  }
}
