package io.pawstream.demo.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A folder for the files of all processes; gone when it is closed. One thread. */
public final class WorkFolder implements AutoCloseable {
  private final Path folder;

  /** Makes it where the system keeps such folders. */
  public WorkFolder() throws IOException {
    folder = Files.createTempDirectory("paw-try-");
  }

  /** A file or folder in it, which need not exist. */
  public Path resolve(String name) {
    return folder.resolve(name);
  }

  /** Writes options as a file of properties; backslashes are those of paths. */
  Path write(String name, Map<String, String> options) throws IOException {
    String text =
        new TreeMap<>(options)
            .entrySet().stream()
                .map(option -> option.getKey() + '=' + option.getValue().replace("\\", "\\\\"))
                .collect(Collectors.joining("\n", "", "\n"));
    return Files.writeString(resolve(name), text);
  }

  /** Unpacks a plugin archive of this project, which holds plain files in plain folders. */
  public Path unpack(Path archive, String name) throws IOException {
    Path into = Files.createDirectories(resolve(name));
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = into.resolve(entry.getName()).normalize();
        if (!file.startsWith(into)) {
          throw new IOException("a member must lie in the archive's folder: " + archive);
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(zip, file);
        }
      }
    }
    return into;
  }

  /** Removes all; what cannot be removed stays, as it lies among temporary files. */
  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files = all.sorted(Comparator.reverseOrder()).toList();
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("a temporary folder could not be removed: " + folder);
    }
  }
}
