package io.pawstream.jobs.internal.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build. Any thread. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    return new String[] {"label-files " + number()};
  }

  static String number() throws IOException {
    Properties build = new Properties();
    try (InputStream in =
        Objects.requireNonNull(
            Version.class.getResourceAsStream("/META-INF/paw/jobs.properties"))) {
      build.load(in);
    }
    return Objects.requireNonNull(build.getProperty("version"));
  }
}
