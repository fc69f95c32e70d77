package io.pawstream.compiler.internal.peft;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.lora.LoraLayer;
import io.pawstream.transformer.math.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a LoRA checkpoint of the library PEFT: {@code adapter_config.json} and {@code
 * adapter_model.safetensors} in a directory. Any thread.
 */
public final class PeftCheckpoint {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MAX_CONFIG = 1 << 20;

  /** What a llama.cpp LoRA cannot express. */
  private static final List<String> MUST_BE_EMPTY =
      List.of(
          "rank_pattern",
          "alpha_pattern",
          "modules_to_save",
          "trainable_token_indices",
          "layer_replication",
          "target_parameters",
          "alora_invocation_tokens");

  private static final List<String> MUST_BE_FALSE = List.of("use_dora", "use_qalora", "lora_bias");

  /**
   * Ways to begin that take what the adapter begins with out of the interpreter's own weights. PEFT
   * writes {@code true} instead where it turned such an adapter into a plain one.
   */
  private static final List<String> CHANGES_INTERPRETER =
      List.of("pissa", "olora", "loftq", "corda");

  private PeftCheckpoint() {}

  /**
   * Reads it.
   *
   * @throws IOException if a file cannot be read or breaks a rule, or the checkpoint is something
   *     that this interpreter has no place for
   */
  public static LoraAdapter read(Path directory, Interpreter interpreter) throws IOException {
    JsonNode config = config(directory.resolve("adapter_config.json"));
    int rank = config.path("r").asInt(config.path("rank").asInt(0));
    if (rank < 1) {
      throw new IOException("adapter_config.json must have a rank: r=" + config.path("r"));
    }
    double alpha = config.path("lora_alpha").asDouble(rank);
    if (config.path("use_rslora").asBoolean(false)) {
      // alpha / sqrt(rank) there, alpha / rank here
      alpha *= Math.sqrt(rank);
    }
    Safetensors tensors = Safetensors.open(directory.resolve("adapter_model.safetensors"));
    Map<ModuleNames.Place, String> names = new HashMap<>();
    for (String name : tensors.names()) {
      Optional<ModuleNames.Place> place =
          ModuleNames.place(name, interpreter.shape().architecture());
      if (place.isEmpty()) {
        throw new IOException(
            "A checkpoint must change linear layers of the interpreter's blocks only: tensor="
                + name);
      }
      String other = names.put(place.get(), name);
      if (other != null) {
        throw new IOException(
            "A layer may be changed only once: tensor=" + name + ", the same layer=" + other);
      }
    }
    Map<String, LoraLayer> layers = new LinkedHashMap<>();
    float scale = (float) alpha / rank;
    // in the order of the interpreter
    for (var target : interpreter.header().tensors()) {
      String a = names.remove(new ModuleNames.Place(target.name(), true));
      String b = names.remove(new ModuleNames.Place(target.name(), false));
      if (a != null && b != null) {
        layers.put(target.name(), layer(tensors.matrix(a), tensors.matrix(b), rank, scale, a));
      } else if (a != null || b != null) {
        throw new IOException("A and B must come in pairs: tensor=" + (a == null ? b : a));
      }
    }
    if (!names.isEmpty() || layers.isEmpty()) {
      throw new IOException(
          "A checkpoint must fit the interpreter: layers="
              + layers.size()
              + ", tensors without a place="
              + names.size());
    }
    return new LoraAdapter(interpreter.shape().architecture().key(), (float) alpha, layers);
  }

  private static LoraLayer layer(Matrix a, Matrix b, int rank, float scale, String name)
      throws IOException {
    if (a.rows() != rank || b.cols() != rank) {
      throw new IOException(
          "Both matrices must have the rank of adapter_config.json: tensor="
              + name
              + ", A="
              + a
              + ", B="
              + b
              + ", r="
              + rank);
    }
    return new LoraLayer(a, b, scale);
  }

  private static JsonNode config(Path file) throws IOException {
    if (Files.size(file) > MAX_CONFIG) {
      throw new IOException("adapter_config.json must have at most " + MAX_CONFIG + " bytes");
    }
    JsonNode config;
    try {
      config = JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new IOException("adapter_config.json must be JSON", e);
    }
    if (!config.path("peft_type").asText("LORA").equals("LORA")) {
      throw new IOException(
          "The checkpoint must be a LoRA: peft_type=" + config.path("peft_type").asText());
    }
    if (!config.path("bias").asText("none").equals("none")) {
      throw new IOException(
          "The checkpoint must not change biases: bias=" + config.path("bias").asText());
    }
    for (String name : MUST_BE_EMPTY) {
      if (!config.path(name).isMissingNode()
          && !config.path(name).isNull()
          && !config.path(name).isEmpty()) {
        throw new IOException("The checkpoint must be a plain LoRA, without " + name);
      }
    }
    String beginning = config.path("init_lora_weights").asText("true").toLowerCase(Locale.ROOT);
    if (CHANGES_INTERPRETER.stream().anyMatch(beginning::startsWith)) {
      throw new IOException(
          "The checkpoint must be for the interpreter's own weights: init_lora_weights="
              + beginning
              + " changed them; save it with path_initial_model_for_weight_conversion");
    }
    for (String name : MUST_BE_FALSE) {
      if (config.path(name).asBoolean(false)) {
        throw new IOException("The checkpoint must be a plain LoRA: " + name + "=true");
      }
    }
    return config;
  }
}
