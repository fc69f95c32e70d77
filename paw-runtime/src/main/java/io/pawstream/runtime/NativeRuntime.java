package io.pawstream.runtime;

import java.nio.file.Path;

/**
 * The llama.cpp of a process. Immutable; any thread.
 *
 * @param version of llama.cpp
 * @param cpu the CPU variant whose kernels run, such as {@code haswell}
 * @param directory where the libraries lie
 */
public record NativeRuntime(String version, String cpu, Path directory) {}
