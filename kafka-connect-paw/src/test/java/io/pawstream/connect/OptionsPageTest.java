package io.pawstream.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/connect-options.md} and the options together. The page is written anew with
 * {@code mvn test -pl kafka-connect-paw -am -Dtest=OptionsPageTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dpaw.docs.write=true}.
 */
class OptionsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "connect-options.md");

  @Test
  void thePageListsTheOptionsAsTheyAre() throws IOException {
    if (Boolean.getBoolean("paw.docs.write")) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page());
  }

  private static String page() {
    return """
    # Options of the Kafka Connect plugin

    In a connector's configuration every name has a prefix: `transforms.<alias>.` or \
    `predicates.<alias>.`. This page is written
    by `OptionsPageTest` from the code.

    ## The transform

    `io.pawstream.connect.PawTransform$Value`, or `$Key` for the key of records.
    """
        + tables(PawTransform.CONFIG_DEF)
        + """

        ## The predicate

        `io.pawstream.connect.PawPredicate`, or `io.pawstream.connect.PawPredicate$Key` for the key of \
        records.
        """
        + tables(PawPredicate.CONFIG_DEF);
  }

  private static String tables(ConfigDef def) {
    Map<String, StringBuilder> groups = new LinkedHashMap<>();
    for (String name : def.names()) {
      ConfigKey key = def.configKeys().get(name);
      groups
          .computeIfAbsent(
              key.group,
              group ->
                  new StringBuilder(
                      "\n### " + group + "\n\n| option | default | meaning |\n|---|---|---|\n"))
          .append("| `")
          .append(name)
          .append("` | ")
          .append(standard(key))
          .append(" | ")
          .append(key.documentation.replace("|", "\\|").replace("<", "&lt;"))
          .append(" |\n");
    }
    return String.join("", groups.values());
  }

  private static String standard(ConfigKey key) {
    if (key.defaultValue == ConfigDef.NO_DEFAULT_VALUE) {
      return "required";
    }
    Object value = key.defaultValue;
    return value == null || value.equals(List.of()) ? "" : value.toString();
  }
}
