package io.pawstream.runtime.engine.internal.llama;

import io.pawstream.runtime.engine.EngineUnavailableException;
import io.pawstream.runtime.interpreter.HyperParameters;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.llama.internal.GpuDevice;
import io.pawstream.runtime.llama.internal.LlamaModel;
import io.pawstream.runtime.llama.internal.Placement;

/**
 * What a context costs on a graphics processor, and what there is. Immutable; any thread.
 *
 * @param device its name, for messages
 * @param freeBytes for contexts
 * @param cellBytes of a token in the memory of keys and values
 * @param tokenBytes of a token in the buffers of a decode
 */
record DeviceMemory(String device, long freeBytes, long cellBytes, long tokenBytes) {
  /** Keys and values are half floats, llama.cpp's default. */
  private static final int VALUE_BYTES = 2;

  /**
   * Rows as wide as the embedding that a decode keeps of each token beside the logits: generous, as
   * the widest are those inside the feed-forward layer.
   */
  private static final int ROWS = 24;

  /** What adapters, and whatever else uses the device, may take of what is free. */
  private static final int SPARED_PART = 10;

  /** Of the device that holds {@code model}, as it is now. */
  static DeviceMemory of(GpuDevice device, Interpreter interpreter, LlamaModel model) {
    return of(
        device.name(),
        device.freeBytes(),
        interpreter.shape(),
        model.vocabSize(),
        model.placement().layers());
  }

  static DeviceMemory of(
      String device, long freeBytes, HyperParameters shape, int vocabulary, int layers) {
    long there = Math.min(layers, shape.blockCount());
    return new DeviceMemory(
        device,
        freeBytes - freeBytes / SPARED_PART,
        there * shape.headCountKv() * (shape.keyLength() + shape.valueLength()) * VALUE_BYTES,
        Float.BYTES * ((long) vocabulary + (long) ROWS * shape.embeddingLength()));
  }

  /**
   * Compares an interpreter with the device before llama.cpp tries to load it.
   *
   * @throws EngineUnavailableException if it has no room
   */
  static void requireRoom(Interpreter interpreter, Placement placement) {
    GpuDevice device = placement.device();
    if (device != null) {
      requireRoom(
          device.name(),
          device.freeBytes(),
          interpreter.header().fileSize(),
          interpreter.shape().blockCount(),
          placement.layers());
    }
  }

  static void requireRoom(String device, long freeBytes, long fileBytes, int blocks, int layers) {
    // the layer behind the blocks gives the logits
    long needed = fileBytes * Math.min(layers, blocks + 1) / (blocks + 1);
    if (needed > freeBytes) {
      throw noRoom(
          device, needed, freeBytes, "for the interpreter, gpuLayers=" + layers, "lower gpuLayers");
    }
  }

  static EngineUnavailableException noRoom(
      String device, long needed, long free, String what, String cure) {
    return new EngineUnavailableException(
        "a device must have room: device=%s, needed=%d MB %s, free=%d MB; %s, free memory of the device, or set device=cpu"
            .formatted(device, needed >> 20, what, free >> 20, cure));
  }
}
