package io.pawstream.engine.jllama.internal;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import io.pawstream.runtime.llama.internal.LlamaFunctions;
import org.jspecify.annotations.Nullable;

/**
 * The functions of llama.cpp b4916 that the releases after it have in another form, under their C
 * names. Nothing is checked here.
 */
interface JllamaApi extends LlamaFunctions, Library {
  JllamaModelParams.ByValue llama_model_default_params();

  @Nullable Pointer llama_model_load_from_file(byte[] path, JllamaModelParams.ByValue params);

  JllamaContextParams.ByValue llama_context_default_params();

  @Nullable Pointer llama_init_from_model(Pointer model, JllamaContextParams.ByValue params);

  int llama_set_adapter_lora(Pointer context, Pointer adapter, float scale);

  void llama_clear_adapter_lora(Pointer context);

  void llama_kv_self_clear(Pointer context);

  byte llama_kv_self_seq_rm(Pointer context, int sequence, int from, int to);

  void llama_kv_self_seq_cp(Pointer context, int source, int target, int from, int to);
}
