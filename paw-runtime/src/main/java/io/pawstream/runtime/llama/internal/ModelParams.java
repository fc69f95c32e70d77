package io.pawstream.runtime.llama.internal;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import org.jspecify.annotations.Nullable;

/**
 * {@code llama_model_params} of llama.cpp v0.5.0, 80 bytes. Offsets were read off the disassembly
 * of {@code llama_model_default_params}; {@link LlamaLibrary} probes the defaults at start.
 */
@Structure.FieldOrder({
  "devices",
  "tensorBuftOverrides",
  "nGpuLayers",
  "splitMode",
  "loadMode",
  "lazyMode",
  "mainGpu",
  "tensorSplit",
  "progressCallback",
  "progressCallbackUserData",
  "kvOverrides",
  "vocabOnly",
  "checkTensors",
  "useExtraBufts",
  "noHost",
  "noAlloc",
  "loadMtp"
})
public class ModelParams extends Structure {
  static final int SIZE = 80;

  public @Nullable Pointer devices;
  public @Nullable Pointer tensorBuftOverrides;
  public int nGpuLayers;
  public int splitMode;
  public int loadMode;
  public int lazyMode;
  public int mainGpu;
  public @Nullable Pointer tensorSplit;
  public @Nullable Pointer progressCallback;
  public @Nullable Pointer progressCallbackUserData;
  public @Nullable Pointer kvOverrides;
  public byte vocabOnly;
  public byte checkTensors;
  public byte useExtraBufts;
  public byte noHost;
  public byte noAlloc;
  public byte loadMtp;

  /** As C passes and returns it. */
  public static final class ByValue extends ModelParams implements Structure.ByValue {}
}
