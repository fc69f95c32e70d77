package io.pawstream.cli.internal.machine;

import io.pawstream.runtime.interpreter.HyperParameters;
import io.pawstream.runtime.interpreter.Interpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory that an interpreter takes outside the Java heap, in bytes. Immutable; any thread.
 *
 * @param weights the file, mapped
 * @param keysAndValues of one lane's context, 16 bits each
 */
record MemoryNeed(long weights, long keysAndValues) {
  /** Compute buffers, adapters, prefix states and what Java itself takes: a rough allowance. */
  private static final long REST = 300L << 20;

  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");
  private static final List<String> LIMITS =
      List.of("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes");

  static MemoryNeed of(Interpreter interpreter, int contextTokens) {
    HyperParameters shape = interpreter.shape();
    long perToken =
        2L * shape.blockCount() * shape.headCountKv() * (shape.keyLength() + shape.valueLength());
    return new MemoryNeed(interpreter.header().fileSize(), perToken * contextTokens);
  }

  long total() {
    return weights + keysAndValues + REST;
  }

  /** What is there for this process: free memory, or the container's limit where that is less. */
  static OptionalLong available() {
    OptionalLong free = OptionalLong.empty();
    try {
      Matcher found = AVAILABLE.matcher(Files.readString(Path.of("/proc/meminfo")));
      if (found.find()) {
        free = OptionalLong.of(Long.parseLong(found.group(1)) * 1024);
      }
      for (String file : LIMITS) {
        Path limit = Path.of(file);
        if (free.isPresent() && Files.isReadable(limit)) {
          String text = Files.readString(limit).strip();
          if (text.matches("\\d{1,18}")) {
            free = OptionalLong.of(Math.min(free.getAsLong(), Long.parseLong(text)));
          }
        }
      }
    } catch (IOException e) {
      // no Linux: nothing is known
    }
    return free;
  }
}
