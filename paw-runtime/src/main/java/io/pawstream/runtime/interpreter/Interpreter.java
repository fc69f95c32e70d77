package io.pawstream.runtime.interpreter;

import io.pawstream.runtime.gguf.GgufHeader;
import java.nio.file.Path;

/**
 * An interpreter file whose digest and header were checked. Immutable; any thread.
 *
 * @param name its short name, or its file name without {@code .gguf}
 * @param file where it lies
 * @param sha256 SHA-256 of the file, lower-case hex
 * @param header its header
 * @param shape its hyper-parameters
 */
public record Interpreter(
    String name, Path file, String sha256, GgufHeader header, HyperParameters shape) {}
