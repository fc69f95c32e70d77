package io.pawstream.connect;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.kafka.connect.sink.SinkRecord;

/** The archive that the build has packaged. */
final class PluginArchive {
  private PluginArchive() {}

  static Path path() {
    return Path.of(System.getProperty("paw.plugin.archive"));
  }

  /** Unpacks it into a directory of a worker's plugin path. */
  static void install(Path pluginPath) throws IOException {
    try (InputStream file = Files.newInputStream(path());
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = pluginPath.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(zip, target);
        }
      }
    }
  }

  /** Unpacks it once more as another version: the same jars, but for what they call themselves. */
  static void installAs(Path pluginPath, String version) throws IOException {
    Path elsewhere = Files.createTempDirectory(pluginPath.getParent(), "version");
    install(elsewhere);
    Path top = onlyChild(elsewhere);
    Path jar = top.resolve("lib").resolve("kafka-connect-paw-" + version() + ".jar");
    try (FileSystem inside =
        FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
      Files.writeString(
          inside.getPath("META-INF", "paw", "connect.properties"), "version=" + version + '\n');
    }
    Files.move(top, pluginPath.resolve("paw-" + version));
  }

  /** The version of this build. */
  static String version() {
    return new PawTransform.Value<SinkRecord>().version();
  }

  private static Path onlyChild(Path directory) throws IOException {
    try (var children = Files.list(directory)) {
      return children.findFirst().orElseThrow();
    }
  }
}
