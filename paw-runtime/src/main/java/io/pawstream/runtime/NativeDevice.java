package io.pawstream.runtime;

/**
 * A graphics processor that llama.cpp can compute on. Immutable; any thread.
 *
 * @param name what the option {@code device} takes, such as {@code CUDA0}
 * @param description the maker's name of it
 * @param backend what llama.cpp uses it by: {@code CUDA} or {@code Vulkan}
 * @param integrated whether it shares the processor's memory
 * @param freeBytes of its memory, when it was asked
 * @param totalBytes of its memory
 */
public record NativeDevice(
    String name,
    String description,
    String backend,
    boolean integrated,
    long freeBytes,
    long totalBytes) {}
