package io.pawstream.benchmarks.internal.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How long something took.
 *
 * @param nanos of wall time
 * @param cpuNanos of processor time, all threads of the process together
 */
public record Round(long nanos, long cpuNanos) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** A moment to measure from. Immutable; any thread. */
  public record Start(long nanos, long cpuNanos) {
    /** What has passed since. */
    public Round stop() {
      return new Round(System.nanoTime() - nanos, SYSTEM.getProcessCpuTime() - cpuNanos);
    }
  }

  /** Now. */
  public static Start start() {
    return new Start(System.nanoTime(), SYSTEM.getProcessCpuTime());
  }
}
