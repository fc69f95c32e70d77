package io.pawstream.runtime.llama.internal;

import com.sun.jna.Pointer;
import io.pawstream.runtime.natives.internal.GpuBackend;

/**
 * A graphics processor that llama.cpp can compute on. Immutable; any thread, as long as the library
 * that found it is held.
 *
 * @param name llama.cpp's, such as {@code CUDA0}
 * @param description the maker's name of it
 * @param integrated whether it shares the processor's memory
 * @param totalBytes of its memory
 * @param address of llama.cpp's own structure, which lives as long as the process
 */
public record GpuDevice(
    GpuBackend backend,
    String name,
    String description,
    boolean integrated,
    long totalBytes,
    long address) {

  /** What llama.cpp calls its backend. */
  public String backendName() {
    return backend.registered();
  }

  /** Bytes of its memory that nobody has taken, as its driver says at this moment. */
  public long freeBytes() {
    return memory(new Pointer(address))[0];
  }

  /** Free and total bytes. */
  static long[] memory(Pointer device) {
    long[] free = new long[1];
    long[] total = new long[1];
    LlamaApi.ggml_backend_dev_memory(device, free, total);
    return new long[] {free[0], total[0]};
  }
}
