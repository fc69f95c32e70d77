package io.pawstream.compiler.internal;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Time since it was made: on the clock, and of all processors for this process. Any thread. */
final class Stopwatch {
  private final long startNanos = System.nanoTime();
  private final long startCpuNanos = cpuNanos();

  double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  double cpuSeconds() {
    return (cpuNanos() - startCpuNanos) / 1e9;
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
