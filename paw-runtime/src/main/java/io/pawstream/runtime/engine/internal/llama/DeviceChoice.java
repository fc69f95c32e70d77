package io.pawstream.runtime.engine.internal.llama;

import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.EngineUnavailableException;
import io.pawstream.runtime.llama.internal.GpuDevice;
import io.pawstream.runtime.llama.internal.Gpus;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.llama.internal.Placement;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the options {@code device} and {@code gpuLayers} mean on this machine. Any thread. */
public final class DeviceChoice {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceChoice.class);

  private DeviceChoice() {}

  /**
   * Where an interpreter is to lie.
   *
   * @throws EngineUnavailableException if a device is named that is not there
   */
  public static Placement of(EngineOptions options, LlamaLibrary library) {
    return wantsProcessor(options) ? Placement.CPU : of(options, library.gpus());
  }

  /** Whether no graphics processor need be looked for. */
  private static boolean wantsProcessor(EngineOptions options) {
    boolean named = !options.device().equals(EngineOptions.AUTO);
    return options.device().equals(EngineOptions.CPU)
        || options.gpuLayers() == 0
        // machines with and without a graphics processor are to give the same bits
        || options.deterministic() && !named;
  }

  /** Where it is to lie on a machine with these graphics processors. */
  static Placement of(EngineOptions options, Gpus gpus) {
    if (wantsProcessor(options)) {
      return Placement.CPU;
    }
    int layers = options.gpuLayers() < 0 ? Placement.ALL : options.gpuLayers();
    String wanted = options.device();
    if (!wanted.equals(EngineOptions.AUTO)) {
      return gpus.devices().stream()
          .filter(device -> device.name().equalsIgnoreCase(wanted))
          .findFirst()
          .map(device -> new Placement(device, layers))
          .orElseThrow(() -> notThere(wanted, gpus));
    }
    if (gpus.devices().isEmpty()) {
      if (options.gpuLayers() > 0 && gpus.problems().isEmpty()) {
        LOG.warn(
            "layers for a graphics processor need a natives jar that can use one on the class path:"
                + " gpuLayers={}; add paw-natives with the classifier of this machine and cuda or"
                + " vulkan; the CPU goes on",
            options.gpuLayers());
      }
      return Placement.CPU;
    }
    return gpus.devices().stream()
        .filter(device -> !device.integrated())
        .findFirst()
        .or(() -> gpus.devices().stream().findFirst())
        .map(device -> new Placement(device, layers))
        .orElse(Placement.CPU);
  }

  private static EngineUnavailableException notThere(String wanted, Gpus gpus) {
    List<String> there =
        Stream.concat(
                Stream.of(EngineOptions.AUTO, EngineOptions.CPU),
                gpus.devices().stream().map(GpuDevice::name))
            .toList();
    String cure =
        gpus.problems().isEmpty()
            ? "take one of these, or add the natives jar that can use it"
            : String.join("; ", gpus.problems());
    return new EngineUnavailableException(
        "device must be one of " + there + ": device=" + wanted + "; " + cure);
  }
}
