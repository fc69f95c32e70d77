package io.pawstream.runtime.llama.internal;

import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The whole native surface of our own natives: every function of llama.cpp v0.5.0 and ggml that
 * this project calls, under its C name, direct-mapped. Nothing is checked here.
 */
final class LlamaApi implements LlamaFunctions {
  // the library
  native Pointer llama_version();

  @Override
  public native void llama_log_set(@Nullable LogCallback callback, @Nullable Pointer userData);

  @Override
  public native void llama_backend_init();

  native @Nullable Pointer ggml_backend_load(byte[] path);

  native void ggml_backend_load_all_from_path(byte[] directory);

  // its devices
  static native long ggml_backend_dev_count();

  static native Pointer ggml_backend_dev_get(long index);

  static native Pointer ggml_backend_dev_name(Pointer device);

  static native Pointer ggml_backend_dev_description(Pointer device);

  static native int ggml_backend_dev_type(Pointer device);

  static native void ggml_backend_dev_memory(Pointer device, long[] free, long[] total);

  static native Pointer ggml_backend_dev_backend_reg(Pointer device);

  static native Pointer ggml_backend_reg_name(Pointer backend);

  // the model
  native ModelParams.ByValue llama_model_default_params();

  native @Nullable Pointer llama_model_load_from_file(byte[] path, ModelParams.ByValue params);

  @Override
  public native void llama_model_free(Pointer model);

  @Override
  public native int llama_model_n_ctx_train(Pointer model);

  @Override
  public native long llama_model_size(Pointer model);

  // its vocabulary
  @Override
  public native Pointer llama_model_get_vocab(Pointer model);

  @Override
  public native int llama_vocab_n_tokens(Pointer vocab);

  @Override
  public native int llama_vocab_eos(Pointer vocab);

  @Override
  public native byte llama_vocab_is_control(Pointer vocab, int token);

  @Override
  public native int llama_tokenize(
      Pointer vocab,
      byte[] text,
      int textLength,
      int[] tokens,
      int maxTokens,
      byte addSpecial,
      byte parseSpecial);

  @Override
  public native int llama_token_to_piece(
      Pointer vocab, int token, byte[] buffer, int length, int lstrip, byte special);

  // adapters
  @Override
  public native @Nullable Pointer llama_adapter_lora_init(Pointer model, byte[] path);

  @Override
  public native void llama_adapter_lora_free(Pointer adapter);

  native int llama_set_adapters_lora(
      Pointer context, @Nullable Pointer adapters, long count, @Nullable Pointer scales);

  // contexts
  native ContextParams.ByValue llama_context_default_params();

  native @Nullable Pointer llama_init_from_model(Pointer model, ContextParams.ByValue params);

  @Override
  public native void llama_free(Pointer context);

  @Override
  public native int llama_n_ctx(Pointer context);

  @Override
  public native int llama_n_batch(Pointer context);

  @Override
  public native int llama_decode(Pointer context, BatchStruct.ByValue batch);

  @Override
  public native @Nullable Pointer llama_get_logits_ith(Pointer context, int index);

  // memory (the KV cache)
  native Pointer llama_get_memory(Pointer context);

  native void llama_memory_clear(Pointer memory, byte data);

  native byte llama_memory_seq_rm(Pointer memory, int sequence, int from, int to);

  native void llama_memory_seq_cp(Pointer memory, int source, int target, int from, int to);

  @Override
  public native long llama_state_seq_get_size(Pointer context, int sequence);

  @Override
  public native long llama_state_seq_get_data(
      Pointer context, Pointer target, long size, int sequence);

  @Override
  public native long llama_state_seq_set_data(
      Pointer context, Pointer source, long size, int sequence);
}
