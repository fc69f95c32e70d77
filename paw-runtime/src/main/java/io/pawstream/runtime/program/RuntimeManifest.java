package io.pawstream.runtime.program;

import com.fasterxml.jackson.databind.JsonNode;
import io.pawstream.runtime.interpreter.KnownInterpreter;
import io.pawstream.runtime.program.internal.Json;
import io.pawstream.runtime.program.internal.Shown;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime consists of, as the hub and {@code meta.json} describe it. Where it is about a
 * known interpreter, it must not contradict what is pinned; {@code base_inference}, {@code js_sdk}
 * and what only the hub uses are not looked at. Immutable; any thread.
 *
 * @param runtimeId its id
 * @param interpreter what programs call its interpreter
 * @param file name of the interpreter's file, no path
 * @param url where the file is; null where it is not said
 * @param size bytes of the file; -1 where it is not said
 * @param sha256 SHA-256 of the file, lower-case hex; null where it is not said
 */
public record RuntimeManifest(
    String runtimeId,
    String interpreter,
    @Nullable String file,
    @Nullable URI url,
    long size,
    @Nullable String sha256) {
  private static final String HUGGING_FACE = "https://huggingface.co/";
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]{0,200}\\.gguf");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9._-]+/[A-Za-z0-9._-]+");

  /**
   * Reads and checks a manifest of its own.
   *
   * @throws ProgramException if it is none or breaks a rule; the message names the field
   */
  public static RuntimeManifest parse(byte[] utf8) {
    JsonNode manifest;
    try {
      manifest = Json.MAPPER.readTree(utf8);
    } catch (IOException e) {
      throw new ProgramException("A runtime manifest must be JSON: bytes=" + utf8.length, e);
    }
    return of(manifest, MetaParser.text(manifest, "interpreter"), null);
  }

  /**
   * The manifest inside the bytes of a {@code meta.json}; empty if there is none.
   *
   * @throws ProgramException if it breaks a rule; the message names the field
   */
  public static Optional<RuntimeManifest> ofMeta(byte[] utf8) {
    JsonNode meta = MetaParser.object(utf8);
    JsonNode runtime = meta.path("runtime");
    return MetaParser.isNull(runtime) || runtime.isEmpty()
        ? Optional.empty()
        : Optional.of(of(runtime, MetaParser.text(meta, "interpreter"), null));
  }

  private static RuntimeManifest of(
      JsonNode manifest, String interpreter, @Nullable String runtimeId) {
    String id = check(manifest, interpreter, runtimeId);
    JsonNode base = manifest.path("local_sdk").path("base_model");
    String file = textIfThere(base, "file", FILE);
    return new RuntimeManifest(
        id, interpreter, file, url(base, file), size(base), textIfThere(base, "sha256", SHA256));
  }

  private static @Nullable URI url(JsonNode base, @Nullable String file) {
    JsonNode url = base.path("url");
    try {
      if (!MetaParser.isNull(url)) {
        return URI.create(MetaParser.text(base, "url"));
      }
      String repository = textIfThere(base, "repo", REPOSITORY);
      return repository == null
              || file == null
              || !"huggingface".equals(base.path("provider").textValue())
          ? null
          : URI.create(HUGGING_FACE + repository + "/resolve/main/" + file);
    } catch (IllegalArgumentException e) {
      throw new ProgramException("base_model.url must be a URL: url=" + Shown.of(url.asText()), e);
    }
  }

  private static long size(JsonNode base) {
    JsonNode size = base.path("size_bytes");
    if (MetaParser.isNull(size)) {
      return -1;
    }
    if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 1) {
      throw MetaParser.broken(
          "base_model.size_bytes must be a positive number", "size_bytes", size.toString());
    }
    return size.longValue();
  }

  private static @Nullable String textIfThere(JsonNode base, String field, Pattern pattern) {
    if (MetaParser.isNull(base.path(field))) {
      return null;
    }
    String text = MetaParser.text(base, field);
    if (!pattern.matcher(text).matches()) {
      throw MetaParser.broken("base_model." + field + " must match " + pattern, field, text);
    }
    return text;
  }

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
