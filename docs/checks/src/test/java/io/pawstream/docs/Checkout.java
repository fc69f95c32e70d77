package io.pawstream.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A checkout in a folder of its own, as somebody has it who has built: all sources are copies, what
 * the build made is linked. Nothing is built in it, and its Maven says so.
 */
final class Checkout {
  /** What a block did. */
  record Ran(int status, String out, String err) {}

  private static final List<String> BUILT =
      List.of("paw-cli", "jobs", "benchmarks", "demo", "kafka-connect-paw", "flink-paw-operator");

  private final Path root;
  private final Path outside;

  /** Makes it in an empty folder. */
  Checkout(Path folder) throws IOException {
    root = folder.resolve("paw-streams");
    outside = Files.createDirectories(folder.resolve("outside"));
    copySources();
    for (String module : BUILT) {
      linkBuilt(module);
    }
    Path refuses =
        Files.writeString(
            Files.createDirectory(outside.resolve("bin")).resolve("mvn"),
            "#!/bin/sh\necho 'a block must not build: mark it as not run' >&2\nexit 1\n");
    if (!refuses.toFile().setExecutable(true)) {
      throw new IOException("must become executable: " + refuses);
    }
  }

  Path root() {
    return root;
  }

  /** A folder in which a block runs that does not run in the checkout. */
  Path beside(String name) throws IOException {
    Path folder = outside.resolve(name);
    if (!Files.exists(folder)) {
      Files.createDirectory(folder);
      if (name.equals("bundle")) {
        try (var entries = Files.list(Places.bundle())) {
          for (Path entry : entries.toList()) {
            Files.createSymbolicLink(folder.resolve(entry.getFileName()), entry);
          }
        }
      }
    }
    return folder;
  }

  private void copySources() throws IOException {
    Files.walkFileTree(
        Places.REPOSITORY,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes about)
              throws IOException {
            String name = String.valueOf(from.getFileName());
            if (List.of("target", "node_modules", ".git", "test").contains(name)
                && !from.endsWith("src/test/resources")) {
              return name.equals("test") && Files.isDirectory(from.resolve("resources"))
                  ? FileVisitResult.CONTINUE
                  : FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(place(from));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path from, BasicFileAttributes about)
              throws IOException {
            if (Files.isDirectory(place(from).getParent()) && about.isRegularFile()) {
              Files.copy(from, place(from));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private Path place(Path from) {
    return root.resolve(Places.REPOSITORY.relativize(from).toString());
  }

  private void linkBuilt(String module) throws IOException {
    Path built = Places.REPOSITORY.resolve(module).resolve("target");
    Path target = Files.createDirectories(root.resolve(module).resolve("target"));
    try (var entries = Files.list(built)) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (name.equals("classes") || name.equals("lib") || name.matches(".*\\.(jar|zip)")) {
          Files.createSymbolicLink(target.resolve(name), entry);
        }
      }
    }
    for (String stamp : List.of("launch.stamp", "run.stamp")) {
      Path file = Files.writeString(target.resolve(stamp), "");
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
    }
  }

  /** Runs lines of a shell, which ends at the first that fails. */
  Ran run(Path folder, String script, Hub hub) throws IOException, InterruptedException {
    Path out = Files.createTempFile(outside, "out", "");
    Path err = Files.createTempFile(outside, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", outside.resolve("bin") + ":" + System.getenv("PATH"));
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("COLUMNS", "100");
    environment.put("PAW_CACHE_DIR", outside.resolve("cache").toString());
    environment.put("TMPDIR", outside.toString());
    if (hub == null) {
      environment.put("PAW_OFFLINE", "1");
    } else {
      environment.put("PAW_API_URL", hub.url());
    }
    builder.environment().keySet().removeIf(name -> name.startsWith("PAW_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        throw new AssertionError("a block must end in time:\n" + script);
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Ran(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }
}
