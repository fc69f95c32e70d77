package io.pawstream.jobs.internal.example;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of output files that appear when a run has ended well. Until then what is written lies
 * in a hidden folder beside them, which goes in any case. One thread.
 */
public final class OutputFolder implements AutoCloseable {
  private final Path folder;
  private final Path staging;

  private OutputFolder(Path folder, Path staging) {
    this.folder = folder;
    this.staging = staging;
  }

  /** A folder that is made where it does not exist. */
  public static OutputFolder at(Path folder) throws IOException {
    Files.createDirectories(folder);
    return new OutputFolder(folder, Files.createTempDirectory(folder, ".run-example-"));
  }

  /** Where a run writes: a folder for each topic. */
  public Path staging() {
    return staging;
  }

  /** The files, {@code TOPIC.jsonl} in order of their names; those of earlier runs are replaced. */
  public List<Path> publish() throws IOException {
    List<Path> published = new ArrayList<>();
    try (Stream<Path> topics = Files.list(staging)) {
      for (Path topic : topics.filter(Files::isDirectory).sorted().toList()) {
        Path whole = staging.resolve(topic.getFileName() + ".jsonl");
        try (OutputStream out = Files.newOutputStream(whole);
            Stream<Path> parts = Files.list(topic)) {
          for (Path part : parts.sorted().toList()) {
            Files.copy(part, out);
          }
        }
        published.add(
            Files.move(
                whole,
                folder.resolve(whole.getFileName()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING));
      }
    }
    return published;
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(staging)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
