package io.pawstream.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.util.TimeUtils;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/flink-options.md} and {@link PawConfigOptions} together. The page is written
 * anew with {@code mvn test -pl flink-paw-operator -am -Dtest=OptionsPageTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dpaw.docs.write=true}.
 */
class OptionsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "flink-options.md");

  @Test
  void thePageListsTheOptionsAsTheyAre() throws IOException {
    if (Boolean.getBoolean("paw.docs.write")) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page());
  }

  private static String page() {
    return """
    # Options of a Flink job

    A job binds its programs from its configuration:

    ```java
    PawStreams.transform(stream).input(Ticket::text).bindings(configuration).apply();
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
