package io.pawstream.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.flink.sql.PawModelOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.util.TimeUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the pages of options and the options together. The pages are written anew with {@code mvn
 * test -pl flink-paw-operator -am -Dtest=OptionsPageTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dpaw.docs.write=true}.
 */
class OptionsPageTest {
  static Stream<Arguments> pages() {
    return Stream.of(
        Arguments.of("flink-options.md", jobPage()), Arguments.of("sql-options.md", sqlPage()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void thePageListsTheOptionsAsTheyAre(String name, String page) throws IOException {
    Path file = Path.of("..", "docs", name);
    if (Boolean.getBoolean("paw.docs.write")) {
      Files.writeString(file, page);
    }
    assertThat(Files.readString(file)).isEqualTo(page);
  }

  private static String sqlPage() {
    return """
    # Options of a model in Flink SQL

    <!-- run -->
    ```sql
    CREATE MODEL urgency INPUT (text STRING) OUTPUT (label STRING)
    WITH ('provider' = 'paw', 'program' = '/programs/urgency.paw', 'batch-size' = '16');
    ```

    Other options are refused, and the nearest one listed here is named. Where an option is unset and a `paw.` key is \
    named, `SET` or the cluster's configuration decides ([all keys](flink-options.md)). This page is written by
    `OptionsPageTest` from `PawModelOptions`.

    """
        + table(PawModelOptions.all());
  }

  private static String jobPage() {
    return """
    # Options of a Flink job

    A job binds its programs from its configuration:

    <!-- check: Tickets -->
    ```java
    PawStreams.transform(tickets).input(Ticket::text).bindings(configuration).apply();
    ```

    Keys that begin with `paw.` and are not listed here are refused. This page is written by
    `OptionsPageTest` from `PawConfigOptions`.

    ## Interpreter, engine and operator

    """
        + table(PawConfigOptions.jobOptions())
        + """

        ## Bindings

        One group per binding; `<name>` is how records, metrics and messages call it. Bindings are \
        ordered by name.

        """
        + table(PawConfigOptions.bindingOptions("<name>"));
  }

  private static String table(List<ConfigOption<?>> options) {
    StringBuilder table = new StringBuilder("| key | default | meaning |\n|---|---|---|\n");
    for (ConfigOption<?> option : options) {
      table
          .append("| `")
          .append(option.key())
          .append("` | ")
          .append(value(option.defaultValue()))
          .append(" | ")
          .append(new HtmlFormatter().format(option.description()).replace("|", "\\|"))
          .append(" |\n");
    }
    return table.toString();
  }

  private static String value(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Duration duration) {
      return TimeUtils.formatWithHighestUnit(duration);
    }
    return value.toString();
  }
}
