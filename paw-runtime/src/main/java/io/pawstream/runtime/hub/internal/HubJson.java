package io.pawstream.runtime.hub.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.runtime.hub.CompileJob;
import io.pawstream.runtime.hub.CompileRequest;
import io.pawstream.runtime.hub.CompilerInfo;
import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.Inference;
import io.pawstream.runtime.hub.ProgramVersions;
import io.pawstream.runtime.program.internal.Json;
import io.pawstream.runtime.program.internal.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Between the hub's JSON and records. What a record can do without may be missing. */
final class HubJson {
  private static final Pattern PROGRAM_ID = Pattern.compile("[a-f0-9]{16,64}");

  private HubJson() {}

  static byte[] of(CompileRequest request) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("spec", request.spec());
    // the hub's default is public
    json.put("public", request.isPublic());
    putIfThere(json, "compiler", request.compiler());
    putIfThere(json, "name", request.name());
    putIfThere(json, "slug", request.slug());
    if (!request.tags().isEmpty()) {
      request.tags().forEach(json.putArray("tags")::add);
    }
    if (request.ephemeral()) {
      json.put("ephemeral", true);
    }
    return bytes(json);
  }

  static byte[] infer(String program, String input, int maxTokens) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("program_id", program);
    json.put("input", input);
    if (maxTokens > 0) {
      json.put("max_tokens", maxTokens);
    }
    return bytes(json);
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(UTF_8);
  }

  private static void putIfThere(ObjectNode json, String field, @Nullable String value) {
    if (value != null) {
      json.put(field, value);
    }
  }

  static String programId(JsonNode json) {
    return programId(json, "program_id");
  }

  private static String programId(JsonNode json, String field) {
    String id = required(json, field);
    // it becomes the name of a directory
    if (!PROGRAM_ID.matcher(id).matches()) {
      throw broken(field + " must be 16 to 64 lower-case hex digits", field, id);
    }
    return id;
  }

  static ProgramVersions versions(JsonNode json, String asked) {
    List<ProgramVersions.Version> versions = new ArrayList<>();
    int main = json.path("main_version").asInt(0);
    for (JsonNode version : json.path("versions")) {
      int number = version.path("version").asInt(0);
      versions.add(
          new ProgramVersions.Version(
              number, programId(version), version.path("is_main").asBoolean(number == main)));
    }
    String slug = text(json, "slug");
    return new ProgramVersions(slug == null ? asked : slug, main, versions);
  }

  static List<CompilerInfo> compilers(JsonNode json) {
    List<CompilerInfo> compilers = new ArrayList<>();
    for (JsonNode compiler : json.path("compilers")) {
      compilers.add(
          new CompilerInfo(
              required(compiler, "name"),
              text(compiler, "description"),
              compiler.path("default").asBoolean(false),
              text(compiler, "compiler_kind"),
              text(compiler, "runtime_id"),
              compiler.path("supports_local_sdk").asBoolean(false),
              text(compiler, "latest_snapshot")));
    }
    return compilers;
  }

  static CompileJob job(JsonNode json) {
    String id = text(json, "program_id");
    return new CompileJob(
        state(json),
        text(json, "job_id"),
        id == null ? null : programId(json),
        text(json, "slug"),
        json.path("version").asInt(-1),
        text(json, "version_action"),
        text(json, "compiler_snapshot"),
        text(json, "compiler_kind"),
        text(json, "runtime_id"),
        json.path("percent").asInt(-1),
        json.path("queue_position").asInt(json.path("queue_length").asInt(-1)),
        json.path("estimated_wait_s").asDouble(-1),
        json.path("cached").asBoolean(false),
        text(json, "error"));
  }

  /** Documentation, SDK and other servers have different words. */
  private static CompileJob.State state(JsonNode json) {
    String status = required(json, "status");
    return switch (status.toLowerCase(Locale.ROOT)) {
      case "queued", "pending" -> CompileJob.State.QUEUED;
      case "compiling", "running" -> CompileJob.State.COMPILING;
      case "ready", "compiled" -> CompileJob.State.READY;
      case "failed", "error" -> CompileJob.State.FAILED;
      case "cancelled", "canceled" -> CompileJob.State.CANCELLED;
      default -> throw broken("status must be one that is known", "status", status);
    };
  }

  static Inference inference(JsonNode json) {
    JsonNode output = json.path("output");
    if (!output.isTextual()) {
      throw broken("output must be a string", "type", output.getNodeType().toString());
    }
    return new Inference(
        output.textValue(),
        json.path("tokens_generated").asInt(-1),
        json.path("latency_ms").asDouble(-1));
  }

  private static @Nullable String text(JsonNode json, String field) {
    String text = json.path(field).textValue();
    return text == null || text.isEmpty() ? null : text;
  }

  private static String required(JsonNode json, String field) {
    String text = text(json, field);
    if (text == null) {
      throw broken(field + " must be a string that is not empty", field, "missing");
    }
    return text;
  }

  private static HubException broken(String rule, String field, String value) {
    return new HubException(
        HubException.Kind.BAD_ANSWER,
        "In the hub's answer " + rule + ": " + field + "=" + Shown.of(value));
  }
}
