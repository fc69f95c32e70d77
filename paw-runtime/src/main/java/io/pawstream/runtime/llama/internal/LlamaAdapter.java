package io.pawstream.runtime.llama.internal;

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
  private final AtomicBoolean closed = new AtomicBoolean();

  private LlamaAdapter(LlamaModel model, Pointer adapter) {
    this.model = model;
    this.adapter = adapter;
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
          model
              .library()
              .functions()
              .llama_adapter_lora_init(model.pointer(), NativeFile.cString(file.toString()));
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

  Pointer pointer() {
    return adapter;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      synchronized (model.adapterLock()) {
        model.library().functions().llama_adapter_lora_free(adapter);
      }
    }
  }
}
