package io.pawstream.runtime.llama.internal;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.pawstream.runtime.natives.internal.GpuBackend;
import io.pawstream.runtime.natives.internal.NativeBundle;
import io.pawstream.runtime.natives.internal.Natives;
import io.pawstream.runtime.natives.internal.NativesException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The graphics processors that the natives jars on the class path can use. Immutable; any thread.
 *
 * @param devices in the order of preference: CUDA's before Vulkan's, each as its driver orders them
 * @param problems one line for each backend whose jar is there and that finds no driver or device:
 *     the rule, what was found, the cure
 */
public record Gpus(List<GpuDevice> devices, List<String> problems) {
  private static final Logger LOG = LoggerFactory.getLogger(Gpus.class);

  /** {@code ggml_backend_dev_type}: a device with memory of its own, and one without. */
  private static final int GPU = 1;

  private static final int INTEGRATED_GPU = 2;

  public Gpus {
    devices = List.copyOf(devices);
    problems = List.copyOf(problems);
  }

  /**
   * Loads the backends whose jars are on the class path, each once per process, and asks for their
   * devices. What is wrong with one is logged once and is no exception: the processor can go on.
   *
   * @param api of the library that takes them
   * @param natives that library's, which are loaded
   */
  static Gpus find(LlamaApi api, NativeBundle natives) {
    List<GpuDevice> devices = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    synchronized (ProcessRegistry.setupLock()) {
      for (GpuBackend backend : GpuBackend.values()) {
        try {
          Optional<Path> library = Natives.extract(backend, natives);
          if (library.isEmpty()) {
            continue;
          }
          String problem = load(api, backend, library.get(), natives);
          if (problem.isEmpty()) {
            devices.addAll(devices(backend));
          } else {
            problems.add(problem);
          }
        } catch (NativesException e) {
          problems.add(String.valueOf(e.getMessage()));
          LOG.warn("{}; the CPU goes on", e.getMessage());
        }
      }
    }
    return new Gpus(devices, problems);
  }

  /** Nothing, or what is wrong. */
  private static String load(LlamaApi api, GpuBackend backend, Path library, NativeBundle natives) {
    // another class loader may have another jar: a backend is known by its own file
    AtomicReference<@Nullable String> known =
        ProcessRegistry.shared(
            "gpu:" + natives.digest() + ':' + library, name -> new AtomicReference<>());
    String problem = known.get();
    if (problem == null) {
      problem = load(api, backend, library);
      known.set(problem);
      if (!problem.isEmpty()) {
        LOG.warn("{}; the CPU goes on", problem);
      }
    }
    return problem;
  }

  private static String load(LlamaApi api, GpuBackend backend, Path library) {
    // by hand first: llama.cpp does not say which library is missing. It needs libggml-base.so, and
    // gets the one of our natives, loaded before: no other library here has that name
    try (NativeLibrary held = NativeLibrary.getInstance(library.toString(), NativeFile.OPTIONS)) {
      LOG.debug("{} can be loaded", held);
      if (api.ggml_backend_load(NativeFile.cString(library.toString())) == null) {
        return problem(backend, "driver=none");
      }
    } catch (UnsatisfiedLinkError e) {
      return problem(backend, "loader says: " + firstLine(e));
    }
    List<GpuDevice> devices = devices(backend);
    if (devices.isEmpty()) {
      return problem(backend, "devices=none");
    }
    LOG.info("llama.cpp can use {}", devices);
    return "";
  }

  private static String problem(GpuBackend backend, String found) {
    return "the natives of "
        + backend.registered()
        + " need a driver and a device: "
        + found
        + "; "
        + backend.cure();
  }

  private static String firstLine(UnsatisfiedLinkError error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }

  private static List<GpuDevice> devices(GpuBackend backend) {
    List<GpuDevice> devices = new ArrayList<>();
    for (long i = 0; i < LlamaApi.ggml_backend_dev_count(); i++) {
      Pointer device = LlamaApi.ggml_backend_dev_get(i);
      int type = LlamaApi.ggml_backend_dev_type(device);
      String registered =
          text(LlamaApi.ggml_backend_reg_name(LlamaApi.ggml_backend_dev_backend_reg(device)));
      if (registered.equals(backend.registered()) && (type == GPU || type == INTEGRATED_GPU)) {
        devices.add(
            new GpuDevice(
                backend,
                text(LlamaApi.ggml_backend_dev_name(device)),
                text(LlamaApi.ggml_backend_dev_description(device)),
                type == INTEGRATED_GPU,
                GpuDevice.memory(device)[1],
                Pointer.nativeValue(device)));
      }
    }
    return devices;
  }

  private static String text(Pointer pointer) {
    return pointer.getString(0, "UTF-8");
  }
}
