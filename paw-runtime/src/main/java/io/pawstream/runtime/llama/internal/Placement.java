package io.pawstream.runtime.llama.internal;

import org.jspecify.annotations.Nullable;

/**
 * Where an interpreter lies and is computed. Immutable; any thread.
 *
 * @param device null for the processor alone
 * @param layers how many of the interpreter's layers the device takes, counted from the last one;
 *     {@link #ALL} or more for all
 */
public record Placement(@Nullable GpuDevice device, int layers) {
  /** More layers than an interpreter can have. */
  public static final int ALL = 999;

  /** On the processor alone. */
  public static final Placement CPU = new Placement(null, 0);

  /** For logs and keys: {@code device=cpu}, or device, its maker's name and the layers. */
  @Override
  public String toString() {
    return device == null
        ? "device=cpu"
        : "device=%s (%s), gpuLayers=%s"
            .formatted(device.name(), device.description(), layers >= ALL ? "all" : layers);
  }
}
