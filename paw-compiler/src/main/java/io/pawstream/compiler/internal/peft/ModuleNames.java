package io.pawstream.compiler.internal.peft;

import io.pawstream.runtime.interpreter.Architecture;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that PEFT gives to LoRA matrices of a model from the library Transformers, and what
 * they belong to in a GGUF file. Any thread.
 *
 * <p>{@code [base_model.][model.]model.layers.N.self_attn.q_proj.lora_A[.default].weight} and the
 * like. Nothing is transposed or permuted: A is [rank, in] and B [out, rank] in both formats, also
 * for GPT-2, whose own weights are kept the other way round.
 */
final class ModuleNames {
  private static final Pattern NAME =
      Pattern.compile(
          "(?:base_model\\.)?(?:model\\.)?(?:model\\.layers|transformer\\.h|layers|h)"
              + "\\.(0|[1-9][0-9]{0,2})\\.([a-z_.]+)\\.lora_([AB])(?:\\.default)?(?:\\.weight)?");

  private static final Map<String, String> QWEN3 =
      Map.of(
          "self_attn.q_proj", "attn_q",
          "self_attn.k_proj", "attn_k",
          "self_attn.v_proj", "attn_v",
          "self_attn.o_proj", "attn_output",
          "mlp.gate_proj", "ffn_gate",
          "mlp.up_proj", "ffn_up",
          "mlp.down_proj", "ffn_down");

  // attn_c_proj and mlp_c_proj: how PAW tells the two projections apart
  private static final Map<String, String> GPT2 =
      Map.of(
          "attn.c_attn", "attn_qkv",
          "attn.c_proj", "attn_output",
          "attn.attn_c_proj", "attn_output",
          "mlp.c_fc", "ffn_up",
          "mlp.c_proj", "ffn_down",
          "mlp.mlp_c_proj", "ffn_down");

  private ModuleNames() {}

  /**
   * What a matrix belongs to.
   *
   * @param weight name of the weight in the interpreter, {@code blk.N.X.weight}
   * @param first whether it is A
   */
  record Place(String weight, boolean first) {}

  static Optional<Place> place(String tensor, Architecture architecture) {
    Matcher name = NAME.matcher(tensor);
    if (!name.matches()) {
      return Optional.empty();
    }
    String module =
        switch (architecture) {
          case QWEN3 -> QWEN3.get(name.group(2));
          case GPT2 -> GPT2.get(name.group(2));
        };
    return Optional.ofNullable(module)
        .map(
            found ->
                new Place(
                    "blk." + name.group(1) + "." + found + ".weight", name.group(3).equals("A")));
  }
}
