package io.pawstream.runtime.llama.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A LoRA adapter in native memory. Any thread; {@link #close} only when no context uses it any more
 * and before its interpreter is closed.
 */
public final class LlamaAdapter implements AutoCloseable {
  private final LlamaModel model;
  private final Pointer adapter;

  /** What {@code llama_set_adapters_lora} reads: one pointer, one scale of 1. */
  private final Memory pointers = new Memory(8);

  private final Memory scales = new Memory(4);
  private final AtomicBoolean closed = new AtomicBoolean();

  private LlamaAdapter(LlamaModel model, Pointer adapter) {
    this.model = model;
    this.adapter = adapter;
    pointers.setPointer(0, adapter);
    scales.setFloat(0, 1.0f);
  }

  /**
   * Loads an adapter into the interpreter's memory.
   *
   * @param file a GGUF LoRA that has passed the checks against this interpreter; may be deleted
   *     afterwards
   * @throws LlamaException if llama.cpp refuses the file
   */
  public static LlamaAdapter load(LlamaModel model, Path file) {
    model.library().takeLastProblem();
    Pointer adapter;
    synchronized (model.adapterLock()) {
      adapter =
          LlamaApi.llama_adapter_lora_init(model.pointer(), LlamaLibrary.cString(file.toString()));
    }
    if (adapter == null) {
      throw new LlamaException(
          "llama.cpp must be able to load the adapter: interpreter="
              + model.name()
              + ", llama.cpp says: "
              + model.library().takeLastProblem());
    }
    return new LlamaAdapter(model, adapter);
  }

  Pointer pointers() {
    return pointers;
  }

  Pointer scales() {
    return scales;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      synchronized (model.adapterLock()) {
        LlamaApi.llama_adapter_lora_free(adapter);
      }
      pointers.close();
      scales.close();
    }
  }
}
