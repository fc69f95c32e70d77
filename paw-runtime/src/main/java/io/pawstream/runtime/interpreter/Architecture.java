package io.pawstream.runtime.interpreter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The model families that interpreters come from. */
public enum Architecture {
  QWEN3(Set.of("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")),
  GPT2(Set.of("attn_qkv", "attn_output", "ffn_up", "ffn_down"));

  private final Set<String> linearLayers;

  Architecture(Set<String> linearLayers) {
    this.linearLayers = linearLayers;
  }

  /** The name in {@code general.architecture}, and the prefix of the hyper-parameters' keys. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The linear layers of a block: the {@code X} of tensors {@code blk.N.X.weight}. An adapter may
   * change these and nothing else.
   */
  public Set<String> linearLayers() {
    return linearLayers;
  }

  /** The family of this name, if it is one of ours. */
  public static Optional<Architecture> of(String key) {
    return Arrays.stream(values()).filter(a -> a.key().equals(key)).findFirst();
  }
}
