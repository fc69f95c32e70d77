package io.pawstream.connect.internal.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version of this build, by which a worker tells installed plugins apart. Any thread. */
public final class Version {
  private static final String VERSION = read();

  private Version() {}

  /** As in the Maven project. */
  public static String get() {
    return VERSION;
  }

  private static String read() {
    Properties build = new Properties();
    try (InputStream in =
        Objects.requireNonNull(
            Version.class.getResourceAsStream("/META-INF/paw/connect.properties"))) {
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build.getProperty("version");
  }
}
