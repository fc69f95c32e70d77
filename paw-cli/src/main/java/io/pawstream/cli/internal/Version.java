package io.pawstream.cli.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build. Any thread. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    Properties build = new Properties();
    try (InputStream in =
        Objects.requireNonNull(Version.class.getResourceAsStream("/META-INF/paw/cli.properties"))) {
      build.load(in);
    }
    return new String[] {"paw " + build.getProperty("version")};
  }
}
