package io.pawstream.runtime.interpreter;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The model families that interpreters come from, with the tensors each has.
 *
 * <p>Names and shapes are those that llama.cpp v0.5.0 asks for when it loads such a model.
 */
public enum Architecture {
  QWEN3(Set.of("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")) {
    @Override
    void addTensors(HyperParameters h, Map<String, List<Long>> shapes) {
      long width = h.embeddingLength();
      long keys = h.keyLength();
      long values = h.valueLength();
      long inner = h.feedForwardLength();
      shapes.put("output_norm.weight", List.of(width));
      for (int i = 0; i < h.blockCount(); i++) {
        String block = "blk." + i + ".";
        shapes.put(block + "attn_norm.weight", List.of(width));
        shapes.put(block + "attn_q.weight", List.of(width, h.headCount() * keys));
        shapes.put(block + "attn_k.weight", List.of(width, h.headCountKv() * keys));
        shapes.put(block + "attn_v.weight", List.of(width, h.headCountKv() * values));
        shapes.put(block + "attn_output.weight", List.of(h.headCount() * values, width));
        shapes.put(block + "attn_q_norm.weight", List.of(keys));
        shapes.put(block + "attn_k_norm.weight", List.of(keys));
        shapes.put(block + "ffn_norm.weight", List.of(width));
        shapes.put(block + "ffn_gate.weight", List.of(width, inner));
        shapes.put(block + "ffn_up.weight", List.of(width, inner));
        shapes.put(block + "ffn_down.weight", List.of(inner, width));
      }
    }
  },
  GPT2(Set.of("attn_qkv", "attn_output", "ffn_up", "ffn_down")) {
    @Override
    void addTensors(HyperParameters h, Map<String, List<Long>> shapes) {
      long width = h.embeddingLength();
      shapes.put("position_embd.weight", List.of(width, (long) h.contextLength()));
      addBiased(shapes, "output_norm", List.of(width));
      for (int i = 0; i < h.blockCount(); i++) {
        String block = "blk." + i + ".";
        long inner = h.feedForwardLength();
        addBiased(shapes, block + "attn_norm", List.of(width));
        addBiased(shapes, block + "attn_qkv", List.of(width, 3 * width));
        addBiased(shapes, block + "attn_output", List.of(width, width));
        addBiased(shapes, block + "ffn_norm", List.of(width));
        addBiased(shapes, block + "ffn_up", List.of(width, inner));
        addBiased(shapes, block + "ffn_down", List.of(inner, width));
      }
    }
  };

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

  /**
   * The tensors that an interpreter must have.
   *
   * @param vocabularySize tokens in its vocabulary
   * @return shapes by name, the fastest dimension first
   */
  public Map<String, List<Long>> tensors(HyperParameters h, int vocabularySize) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    shapes.put("token_embd.weight", List.of((long) h.embeddingLength(), (long) vocabularySize));
    addTensors(h, shapes);
    return shapes;
  }

  abstract void addTensors(HyperParameters h, Map<String, List<Long>> shapes);

  /** The family of this name, if it is one of ours. */
  public static Optional<Architecture> of(String key) {
    return Arrays.stream(values()).filter(a -> a.key().equals(key)).findFirst();
  }

  /** A weight, and a bias as long as the weight's last dimension. */
  private static void addBiased(Map<String, List<Long>> shapes, String name, List<Long> weight) {
    shapes.put(name + ".weight", weight);
    shapes.put(name + ".bias", List.of(weight.get(weight.size() - 1)));
  }
}
