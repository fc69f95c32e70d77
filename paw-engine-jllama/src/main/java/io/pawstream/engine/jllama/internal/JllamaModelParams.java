package io.pawstream.engine.jllama.internal;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import org.jspecify.annotations.Nullable;

/** {@code llama_model_params} of llama.cpp b4916, 64 bytes; {@link Probes} checks it at start. */
@Structure.FieldOrder({
  "devices",
  "nGpuLayers",
  "splitMode",
  "mainGpu",
  "tensorSplit",
  "progressCallback",
  "progressCallbackUserData",
  "kvOverrides",
  "vocabOnly",
  "useMmap",
  "useMlock",
  "checkTensors"
})
public class JllamaModelParams extends Structure {
  static final int SIZE = 64;

  public @Nullable Pointer devices;
  public int nGpuLayers;
  public int splitMode;
  public int mainGpu;
  public @Nullable Pointer tensorSplit;
  public @Nullable Pointer progressCallback;
  public @Nullable Pointer progressCallbackUserData;
  public @Nullable Pointer kvOverrides;
  public byte vocabOnly;
  public byte useMmap;
  public byte useMlock;
  public byte checkTensors;

  /** As C passes and returns it. */
  public static final class ByValue extends JllamaModelParams implements Structure.ByValue {}
}
