package io.pawstream.runtime.internal.choice;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.runtime.files.internal.AtomicFile;
import io.pawstream.runtime.files.internal.ContentStore;
import io.pawstream.runtime.files.internal.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A measurement on disk: a line {@code engine=records per second} for each engine. Any thread and
 * process.
 */
final class SpeedFile {
  /** Names the directory of measurements; by default {@code ~/.cache/paw-streams/engines}. */
  static final String DIRECTORY_PROPERTY = "paw.engines.dir";

  private static final Logger LOG = LoggerFactory.getLogger(SpeedFile.class);
  private static final Pattern LINE =
      Pattern.compile("([a-z][a-z0-9-]{0,31})=([0-9]{1,9}(?:\\.[0-9]{1,6})?)");
  private static final int MOST_BYTES = 4096;

  private final Path file;

  /**
   * @param key everything that the measurement depends on
   */
  SpeedFile(String key) {
    String base = System.getProperty(DIRECTORY_PROPERTY);
    Path directory = base == null ? ContentStore.defaultBase("engines") : Path.of(base);
    this.file = directory.resolve(Sha256.of(key.getBytes(UTF_8)) + ".txt");
  }

  Path path() {
    return file;
  }

  /** What was kept; empty where nothing was, or nothing that makes sense. */
  Optional<Speeds> read() {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
        return Optional.empty();
      }
      Map<String, Double> speeds = new LinkedHashMap<>();
      for (String line : Files.readAllLines(file, UTF_8)) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
          return Optional.empty();
        }
        speeds.put(matcher.group(1), Double.valueOf(matcher.group(2)));
      }
      return speeds.isEmpty() ? Optional.empty() : Optional.of(new Speeds(speeds));
    } catch (IOException e) {
      LOG.warn("a kept measurement of engines cannot be read: {}", file, e);
      return Optional.empty();
    }
  }

  /** Keeps a measurement; without success it is repeated in the next process. */
  void write(Speeds speeds) {
    StringBuilder text = new StringBuilder();
    speeds
        .recordsPerSecond()
        .forEach((name, speed) -> text.append(name).append('=').append(plain(speed)).append('\n'));
    try {
      Files.createDirectories(file.getParent());
      AtomicFile.writePrivate(file, text.toString().getBytes(UTF_8));
    } catch (IOException e) {
      LOG.warn("the measurement of engines cannot be kept: {}", file, e);
    }
  }

  private static String plain(double speed) {
    return String.format(Locale.ROOT, "%.3f", speed);
  }
}
