package io.pawstream.runtime.natives.internal;

import java.util.Locale;

/**
 * A way to compute on a graphics processor that an opt-in natives jar adds to llama.cpp. In the
 * order in which they are asked for devices.
 */
public enum GpuBackend {
  /** NVIDIA's own. */
  CUDA(
      "CUDA",
      "install the NVIDIA driver and the CUDA 13 runtime with cuBLAS, or run in an image that has"
          + " them with the container's GPUs turned on (docker: --gpus all)"),

  /** Of the Khronos Group, for devices of all makers. */
  VULKAN(
      "Vulkan",
      "install the Vulkan loader and a driver (Debian, Ubuntu: apt-get install libvulkan1 and"
          + " mesa-vulkan-drivers or NVIDIA's driver), and let the process open /dev/dri");

  private final String registered;
  private final String cure;

  GpuBackend(String registered, String cure) {
    this.registered = registered;
    this.cure = cure;
  }

  /** What llama.cpp calls it, and what the names of its devices begin with. */
  public String registered() {
    return registered;
  }

  /** What to do where it finds no driver or no device. */
  public String cure() {
    return cure;
  }

  /** Name of its libraries in the natives jar, which is also the jar's classifier. */
  public String folder(Platform platform) {
    return platform.folder() + '-' + name().toLowerCase(Locale.ROOT);
  }

  String library(Platform platform) {
    return platform.libraryPrefix() + "ggml-" + name().toLowerCase(Locale.ROOT) + ".so";
  }
}
