package io.pawstream.runtime.llama.internal;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The functions of llama.cpp that every release bound here has in the same form, under their C
 * names. C {@code bool} is a {@code byte} here, because JNA would read a {@code boolean} result as
 * 32 bits. Nothing is checked here; the owners beside this interface do that.
 */
public interface LlamaFunctions {
  /** {@code void (*ggml_log_callback)(enum ggml_log_level, const char *, void *)}. */
  interface LogCallback extends Callback {
    void log(int level, Pointer text, @Nullable Pointer userData);
  }

  // the library
  void llama_log_set(@Nullable LogCallback callback, @Nullable Pointer userData);

  void llama_backend_init();

  // the model
  void llama_model_free(Pointer model);

  int llama_model_n_ctx_train(Pointer model);

  long llama_model_size(Pointer model);

  // its vocabulary
  Pointer llama_model_get_vocab(Pointer model);

  int llama_vocab_n_tokens(Pointer vocab);

  int llama_vocab_eos(Pointer vocab);

  byte llama_vocab_is_control(Pointer vocab, int token);

  int llama_tokenize(
      Pointer vocab,
      byte[] text,
      int textLength,
      int[] tokens,
      int maxTokens,
      byte addSpecial,
      byte parseSpecial);

  int llama_token_to_piece(
      Pointer vocab, int token, byte[] buffer, int length, int lstrip, byte special);

  // adapters
  @Nullable Pointer llama_adapter_lora_init(Pointer model, byte[] path);

  void llama_adapter_lora_free(Pointer adapter);

  // contexts
  void llama_free(Pointer context);

  int llama_n_ctx(Pointer context);

  int llama_n_batch(Pointer context);

  int llama_decode(Pointer context, BatchStruct.ByValue batch);

  @Nullable Pointer llama_get_logits_ith(Pointer context, int index);

  long llama_state_seq_get_size(Pointer context, int sequence);

  long llama_state_seq_get_data(Pointer context, Pointer target, long size, int sequence);

  long llama_state_seq_set_data(Pointer context, Pointer source, long size, int sequence);
}
