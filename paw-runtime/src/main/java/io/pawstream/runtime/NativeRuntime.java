package io.pawstream.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The llama.cpp of a process. Immutable; any thread.
 *
 * @param version of llama.cpp
 * @param cpu the CPU variant whose kernels run, such as {@code haswell}
 * @param directory where the libraries lie
 * @param devices graphics processors that it can use, in the order of preference
 * @param problems one line for each natives jar of a graphics processor that finds no driver or
 *     device, with the cure
 */
public record NativeRuntime(
    String version, String cpu, Path directory, List<NativeDevice> devices, List<String> problems) {

  public NativeRuntime {
    devices = List.copyOf(devices);
    problems = List.copyOf(problems);
  }

  /** What the device {@code auto} means: the first with memory of its own, else the first. */
  public Optional<NativeDevice> autoDevice() {
    return devices.stream()
        .filter(device -> !device.integrated())
        .findFirst()
        .or(() -> devices.stream().findFirst());
  }
}
