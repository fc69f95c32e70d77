package io.pawstream.compiler.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.math.Matrix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Adapters as PEFT writes them. */
public final class PeftFiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> QWEN3 =
      Map.of(
          "attn_q", "self_attn.q_proj",
          "attn_k", "self_attn.k_proj",
          "attn_v", "self_attn.v_proj",
          "attn_output", "self_attn.o_proj",
          "ffn_gate", "mlp.gate_proj",
          "ffn_up", "mlp.up_proj",
          "ffn_down", "mlp.down_proj");
  private static final Map<String, String> GPT2 =
      Map.of(
          "attn_qkv", "attn.c_attn",
          "attn_output", "attn.c_proj",
          "ffn_up", "mlp.c_fc",
          "ffn_down", "mlp.c_proj");

  private static final Map<Float, Short> HALVES = new HashMap<>();

  static {
    for (int sign = 0; sign < 2; sign++) {
      for (int exponent = 0; exponent < 31; exponent++) {
        for (int fraction = 0; fraction < 1024; fraction++) {
          float magnitude =
              exponent == 0
                  ? (float) Math.scalb((double) fraction, -24)
                  : (float) Math.scalb(1024.0 + fraction, exponent - 25);
          HALVES.put(
              sign == 0 ? magnitude : -magnitude, (short) (sign << 15 | exponent << 10 | fraction));
        }
      }
    }
  }

  private PeftFiles() {}

  /**
   * Writes the matrices of an adapter.
   *
   * @param type F32, F16 (of values that are halves) or BF16
   * @param rename of the tensors
   */
  public static Path write(
      Path to, LoraAdapter adapter, GgufType type, UnaryOperator<String> rename)
      throws IOException {
    Map<String, Object> header = new TreeMap<>();
    header.put("__metadata__", Map.of("format", "pt"));
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    adapter
        .layers()
        .forEach(
            (weight, layer) -> {
              String[] parts = weight.split("\\.", -1);
              String module =
                  adapter.architecture().equals("gpt2")
                      ? "base_model.model.transformer.h." + parts[1] + "." + GPT2.get(parts[2])
                      : "base_model.model.model.layers." + parts[1] + "." + QWEN3.get(parts[2]);
              add(header, data, rename.apply(module + ".lora_A.weight"), type, layer.a());
              add(header, data, rename.apply(module + ".lora_B.weight"), type, layer.b());
            });
    byte[] json = JSON.writeValueAsString(header).getBytes(UTF_8);
    ByteBuffer all =
        ByteBuffer.allocate(8 + json.length + data.size())
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put(data.toByteArray());
    return Files.write(to, all.array());
  }

  private static void add(
      Map<String, Object> header,
      ByteArrayOutputStream data,
      String name,
      GgufType type,
      Matrix matrix) {
    int start = data.size();
    for (int i = 0; i < matrix.rows(); i++) {
      for (float value : matrix.toArray(i)) {
        data.writeBytes(bytes(type, value));
      }
    }
    header.put(
        name,
        Map.of(
            "dtype", type.name(),
            "shape", List.of(matrix.rows(), matrix.cols()),
            "data_offsets", List.of(start, data.size())));
  }

  private static byte[] bytes(GgufType type, float value) {
    ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case F32 -> bytes.putFloat(value);
      case BF16 -> bytes.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
      default -> bytes.putShort(half(value));
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** A half for a float that is one, found by trying all. */
  private static short half(float value) {
    return Objects.requireNonNull(HALVES.get(value), "the value must be a half");
  }
}
