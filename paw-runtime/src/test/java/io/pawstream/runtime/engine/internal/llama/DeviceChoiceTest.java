package io.pawstream.runtime.engine.internal.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.EngineUnavailableException;
import io.pawstream.runtime.llama.internal.GpuDevice;
import io.pawstream.runtime.llama.internal.Gpus;
import io.pawstream.runtime.llama.internal.Placement;
import io.pawstream.runtime.natives.internal.GpuBackend;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceChoiceTest {
  private static final GpuDevice INTEGRATED = device("Vulkan0", true);
  private static final GpuDevice DISCRETE = device("Vulkan1", false);
  private static final Gpus BOTH = new Gpus(List.of(INTEGRATED, DISCRETE), List.of());

  private static GpuDevice device(String name, boolean integrated) {
    return new GpuDevice(GpuBackend.VULKAN, name, "a card", integrated, 1L << 30, 1);
  }

  private static Placement choice(EngineOptions.Builder options, Gpus gpus) {
    return DeviceChoice.of(options.build(), gpus);
  }

  @Test
  void autoPrefersMemoryOfItsOwn() {
    assertThat(choice(EngineOptions.builder(), BOTH))
        .isEqualTo(new Placement(DISCRETE, Placement.ALL));
    assertThat(choice(EngineOptions.builder(), new Gpus(List.of(INTEGRATED), List.of())))
        .isEqualTo(new Placement(INTEGRATED, Placement.ALL));
  }

  @Test
  void theProcessorGoesOnWhereThereIsNone() {
    Gpus none = new Gpus(List.of(), List.of("no driver"));
    assertThat(choice(EngineOptions.builder(), none)).isEqualTo(Placement.CPU);
    assertThat(choice(EngineOptions.builder().gpuLayers(99), none)).isEqualTo(Placement.CPU);
  }

  @Test
  void theProcessorIsTakenWhenAskedFor() {
    assertThat(choice(EngineOptions.builder().device("cpu"), BOTH)).isEqualTo(Placement.CPU);
    assertThat(choice(EngineOptions.builder().gpuLayers(0), BOTH)).isEqualTo(Placement.CPU);
  }

  @Test
  void deterministicTakesADeviceOnlyByName() {
    EngineOptions.Builder alone = EngineOptions.builder().deterministic(true);
    assertThat(choice(alone, BOTH)).isEqualTo(Placement.CPU);
    assertThat(choice(alone.device("Vulkan0"), BOTH).device()).isEqualTo(INTEGRATED);
  }

  @Test
  void aNameAndLayersAreTakenAsTheyAre() {
    assertThat(choice(EngineOptions.builder().device("vulkan0").gpuLayers(12), BOTH))
        .isEqualTo(new Placement(INTEGRATED, 12))
        .hasToString("device=Vulkan0 (a card), gpuLayers=12");
  }

  @Test
  void aNameThatIsNotThereListsThoseThatAreAndWhy() {
    Gpus gpus = new Gpus(List.of(DISCRETE), List.of("CUDA needs a driver"));
    assertThatThrownBy(() -> choice(EngineOptions.builder().device("CUDA0"), gpus))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessage(
            "device must be one of [auto, cpu, Vulkan1]: device=CUDA0; CUDA needs a driver");
  }
}
