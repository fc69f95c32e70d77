package io.pawstream.runtime.engine.internal.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.EngineUnavailableException;
import io.pawstream.runtime.interpreter.Architecture;
import io.pawstream.runtime.interpreter.HyperParameters;
import io.pawstream.runtime.llama.internal.ContextSettings;
import io.pawstream.runtime.llama.internal.Placement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes for an interpreter of Qwen3-0.6B's shape on devices of made-up size. */
class DeviceSizingTest {
  private static final HyperParameters QWEN3 =
      new HyperParameters(Architecture.QWEN3, 28, 40_960, 1024, 3072, 16, 8, 128, 128);

  private static DeviceMemory memory(double gigabytes, int layers) {
    return DeviceMemory.of("CUDA0", (long) (gigabytes * (1L << 30)), QWEN3, 151_936, layers);
  }

  private static LlamaSizing sizing(EngineOptions.Builder options, double gigabytes) {
    EngineOptions built = options.build();
    return DeviceSizing.of(built, built.contextTokens(), 8, memory(gigabytes, Placement.ALL));
  }

  @Test
  void aTokenCostsKeysAndValuesOfTheLayersThatAreThere() {
    assertThat(memory(1, Placement.ALL).cellBytes()).isEqualTo(114_688);
    assertThat(memory(1, 14).cellBytes()).isEqualTo(114_688 / 2);
  }

  @Test
  void microBatchesGrowWithFreeMemory() {
    int before = 0;
    for (double gigabytes : new double[] {1.2, 1.5, 2, 4, 24, 80}) {
      LlamaSizing sizing = sizing(EngineOptions.builder(), gigabytes);
      assertThat(sizing.maxSequences()).isGreaterThanOrEqualTo(before);
      before = sizing.maxSequences();
    }
    assertThat(sizing(EngineOptions.builder(), 1.2).maxSequences()).isLessThan(64);
    assertThat(sizing(EngineOptions.builder(), 1.2).lanes()).isEqualTo(1);
    assertThat(sizing(EngineOptions.builder(), 80))
        .isEqualTo(
            new LlamaSizing(
                2, 64, 2, 2048, new ContextSettings(2048 + 63 * 128, 4096, 2048, 193, 4)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.9, 1.2, 1.7, 2.5, 3, 6, 12, 80})
  void whatIsTakenFitsAndLeavesATenth(double gigabytes) {
    LlamaSizing sizing = sizing(EngineOptions.builder(), gigabytes);
    DeviceMemory memory = memory(gigabytes, Placement.ALL);
    long taken =
        sizing.lanes()
            * (sizing.context().cells() * memory.cellBytes()
                + sizing.context().microTokens() * memory.tokenBytes());
    assertThat(taken).isLessThanOrEqualTo((long) (gigabytes * (1L << 30) * 0.9) + 1);
    assertThat(sizing.maxSequences()).isBetween(8, 64);
    assertThat(sizing.context().sequences()).isLessThanOrEqualTo(ContextSettings.MAX_SEQUENCES);
  }

  @Test
  void whatIsAskedForIsKept() {
    LlamaSizing sizing =
        sizing(EngineOptions.builder().lanes(3).maxSequences(10).batchTokens(256).threads(2), 24);
    assertThat(sizing.lanes()).isEqualTo(3);
    assertThat(sizing.maxSequences()).isEqualTo(10);
    assertThat(sizing.context().batchTokens()).isEqualTo(256);
    assertThat(sizing.context().threads()).isEqualTo(2);
  }

  @Test
  void deterministicIsOneSequenceOnOneLane() {
    assertThat(sizing(EngineOptions.builder().deterministic(true), 24))
        .isEqualTo(new LlamaSizing(1, 1, 1, 2048, new ContextSettings(2048, 512, 512, 1, 4)));
  }

  @Test
  void whatDoesNotFitIsRefusedWithFiguresAndCure() {
    assertThatThrownBy(() -> sizing(EngineOptions.builder().lanes(64), 8))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContainingAll(
            "a device must have room: device=CUDA0, needed=",
            "free=7372 MB",
            "lanes=64",
            "lower lanes, maxSequences, contextTokens or gpuLayers",
            "device=cpu");
    assertThatThrownBy(() -> sizing(EngineOptions.builder(), 0.3))
        .isInstanceOf(EngineUnavailableException.class);
  }

  @Test
  void anInterpreterLargerThanTheDeviceIsRefusedBeforeItIsLoaded() {
    assertThatThrownBy(() -> DeviceMemory.requireRoom("CUDA0", 100L << 20, 494L << 20, 28, 999))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContainingAll("needed=494 MB", "free=100 MB", "lower gpuLayers");
    assertThatCode(() -> DeviceMemory.requireRoom("CUDA0", 100L << 20, 494L << 20, 28, 5))
        .doesNotThrowAnyException();
  }
}
