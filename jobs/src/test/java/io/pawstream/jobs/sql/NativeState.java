package io.pawstream.jobs.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the kernel knows of a process.
 *
 * @param threads names of its threads, cut at 15 characters
 * @param weights mapped regions of interpreters
 * @param residentKilobytes physical memory
 * @param ownKilobytes memory of its own, touched or not: heap, stacks, contexts of engines
 */
record NativeState(
    List<String> threads, List<String> weights, long residentKilobytes, long ownKilobytes) {

  static NativeState of(long pid) throws IOException {
    Path proc = Path.of("/proc", Long.toString(pid));
    List<String> threads = new ArrayList<>();
    try (Stream<Path> tasks = Files.list(proc.resolve("task"))) {
      for (Path task : tasks.toList()) {
        try {
          threads.add(Files.readString(task.resolve("comm")).strip());
        } catch (NoSuchFileException e) {
          // a thread that has ended meanwhile
        }
      }
    }
    List<String> weights =
        Files.readAllLines(proc.resolve("maps")).stream()
            .filter(line -> line.endsWith(".gguf"))
            .map(line -> line.split(" ")[0] + line.substring(line.indexOf('/')))
            .toList();
    return new NativeState(threads, weights, kilobytes(proc, "VmRSS:"), kilobytes(proc, "VmData:"));
  }

  private static long kilobytes(Path proc, String key) throws IOException {
    return Files.readAllLines(proc.resolve("status")).stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .sum();
  }

  /** After a collection of the heap, which also unloads the classes of jobs that have ended. */
  static NativeState afterCollection(long pid) throws Exception {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!jcmd.waitFor(1, TimeUnit.MINUTES) || jcmd.exitValue() != 0) {
      throw new AssertionError("jcmd GC.run must succeed: pid=" + pid);
    }
    return of(pid);
  }

  /** Threads of engines. */
  List<String> engineThreads() {
    return threads.stream().filter(name -> name.startsWith("paw-")).toList();
  }
}
