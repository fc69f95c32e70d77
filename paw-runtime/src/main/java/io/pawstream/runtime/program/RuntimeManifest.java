package io.pawstream.runtime.program;

import com.fasterxml.jackson.databind.JsonNode;
import io.pawstream.runtime.interpreter.KnownInterpreter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules for a runtime manifest inside {@code meta.json}: what it says about a known interpreter
 * must not contradict what is pinned. {@code base_inference}, {@code js_sdk} and what only the hub
 * uses are not looked at.
 */
final class RuntimeManifest {
  private static final String HUGGING_FACE = "https://huggingface.co/";

  private RuntimeManifest() {}

  /**
   * Checks a manifest.
   *
   * @param runtimeId what {@code meta.json} itself says; null if nothing
   * @return the runtime id of the manifest
   */
  static String check(JsonNode manifest, String interpreter, @Nullable String runtimeId) {
    if (!manifest.isObject()) {
      throw new ProgramException("runtime must be a JSON object: type=" + manifest.getNodeType());
    }
    String id = MetaParser.runtimeId(manifest);
    if (runtimeId != null) {
      same("runtime.runtime_id", manifest.path("runtime_id"), runtimeId);
    }
    required("runtime.manifest_version", manifest.path("manifest_version"));
    MetaParser.manifestVersion(manifest.path("manifest_version"));
    same("runtime.interpreter", manifest.path("interpreter"), interpreter);
    same("runtime.adapter_format", manifest.path("adapter_format"), "gguf_lora");
    template(manifest.path("prompt_template"));
    JsonNode assets = manifest.path("program_assets");
    sameIfThere("adapter_filename", assets.path("adapter_filename"), "adapter.gguf");
    Optional<KnownInterpreter> known = KnownInterpreter.named(id);
    if (known.isPresent()) {
      local(manifest.path("local_sdk"), known.get());
    }
    return id;
  }

  private static void template(JsonNode template) {
    if ("{INPUT_N}".equals(template.path("placeholder").textValue())) {
      throw new ProgramException(
          "A program must have one input: placeholder={INPUT_N};"
              + " compile the program again with a single text input");
    }
    sameIfThere("format", template.path("format"), "rendered_text");
    sameIfThere("placeholder", template.path("placeholder"), Template.PLACEHOLDER);
  }

  private static void local(JsonNode local, KnownInterpreter known) {
    same("local_sdk.supported", local.path("supported"), true);
    same("local_sdk.n_ctx", local.path("n_ctx"), known.contextLength());
    JsonNode base = local.path("base_model");
    same("base_model.file", base.path("file"), known.fileName());
    sameIfThere("base_model.size_bytes", base.path("size_bytes"), known.size());
    sameIfThere("base_model.sha256", base.path("sha256"), known.sha256());
    if (!known.repository().isEmpty()) {
      sameIfThere("base_model.provider", base.path("provider"), "huggingface");
      sameIfThere("base_model.repo", base.path("repo"), known.repository());
      sameIfThere(
          "base_model.url",
          base.path("url"),
          HUGGING_FACE + known.repository() + "/resolve/main/" + known.fileName());
    }
  }

  private static void sameIfThere(String field, JsonNode actual, Object expected) {
    if (!MetaParser.isNull(actual)) {
      same(field, actual, expected);
    }
  }

  private static void same(String field, JsonNode actual, Object expected) {
    boolean same;
    if (expected instanceof String text) {
      same = text.equals(actual.textValue());
    } else if (expected instanceof Boolean bool) {
      same = actual.isBoolean() && actual.booleanValue() == bool;
    } else {
      same =
          actual.isIntegralNumber()
              && actual.canConvertToLong()
              && actual.longValue() == ((Number) expected).longValue();
    }
    if (!same) {
      required(field, actual);
      throw MetaParser.broken(
          "The runtime manifest must agree with " + expected, field, actual.toString());
    }
  }

  private static void required(String field, JsonNode actual) {
    if (MetaParser.isNull(actual)) {
      throw new ProgramException("The runtime manifest must have " + field + ": value=missing");
    }
  }
}
