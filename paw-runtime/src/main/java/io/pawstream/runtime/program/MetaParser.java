package io.pawstream.runtime.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pawstream.runtime.interpreter.KnownInterpreter;
import io.pawstream.runtime.program.internal.Json;
import io.pawstream.runtime.program.internal.Shown;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code meta.json} by the rules of the PAW SDK, and the label set that we add. */
final class MetaParser {
  private static final Pattern PROGRAM_ID = Pattern.compile("[a-f0-9]{16,64}");
  private static final Pattern RUNTIME_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final int MAX_INTERPRETER_CHARS = 256;
  private static final int MANIFEST_VERSION = 1;

  private MetaParser() {}

  static ProgramMeta parse(byte[] utf8) {
    JsonNode meta = object(utf8);
    version(meta.path("version"));
    String programId = text(meta, "program_id");
    if (!PROGRAM_ID.matcher(programId).matches()) {
      throw broken("program_id must be 16 to 64 lower-case hex digits", "program_id", programId);
    }
    String interpreter = interpreter(meta);
    String runtimeId = isNull(meta.path("runtime_id")) ? null : runtimeId(meta);
    manifestVersion(meta.path("runtime_manifest_version"));
    JsonNode runtime = meta.path("runtime");
    if (!isNull(runtime) && !(runtime.isObject() && runtime.isEmpty())) {
      runtimeId = RuntimeManifest.check(runtime, interpreter, runtimeId);
    }
    knownRuntime(runtimeId, interpreter);
    JsonNode spec = meta.path("spec");
    return new ProgramMeta(
        programId,
        interpreter,
        runtimeId,
        spec.isTextual() ? spec.textValue() : null,
        labels(meta.path("labels")));
  }

  static JsonNode object(byte[] utf8) {
    JsonNode meta;
    try {
      meta = Json.MAPPER.readTree(UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw new ProgramException("meta.json must be UTF-8: bytes=" + utf8.length, e);
    } catch (JsonProcessingException e) {
      throw new ProgramException("meta.json must be JSON: " + Shown.of(e.getOriginalMessage()), e);
    }
    if (!meta.isObject()) {
      throw new ProgramException("meta.json must be a JSON object: type=" + meta.getNodeType());
    }
    return meta;
  }

  private static void version(JsonNode version) {
    if (isNull(version)) {
      return;
    }
    if (!version.isInt() || version.intValue() < 3 || version.intValue() > 4) {
      throw broken("meta.json version must be 3 or 4", "version", version.toString());
    }
  }

  private static String interpreter(JsonNode meta) {
    String interpreter = text(meta, "interpreter");
    if (interpreter.isBlank()
        || interpreter.length() > MAX_INTERPRETER_CHARS
        || interpreter.chars().anyMatch(c -> c < ' ' || c >= 0x7F)) {
      throw broken(
          "interpreter must be 1 to " + MAX_INTERPRETER_CHARS + " printable ASCII characters",
          "interpreter",
          interpreter);
    }
    return interpreter;
  }

  static String runtimeId(JsonNode holder) {
    String runtimeId = text(holder, "runtime_id");
    if (!RUNTIME_ID.matcher(runtimeId).matches()) {
      throw broken(
          "runtime_id must be letters, digits and . _ -, the first no punctuation",
          "runtime_id",
          runtimeId);
    }
    return runtimeId;
  }

  /** Only version 1 of the runtime manifest is known. */
  static void manifestVersion(JsonNode version) {
    if (!isNull(version) && !(version.isInt() && version.intValue() == MANIFEST_VERSION)) {
      throw broken(
          "The runtime manifest version must be " + MANIFEST_VERSION,
          "manifest_version",
          version.toString());
    }
  }

  private static void knownRuntime(@Nullable String runtimeId, String interpreter) {
    Optional<KnownInterpreter> known =
        Optional.ofNullable(runtimeId).flatMap(KnownInterpreter::named);
    if (known.isPresent() && !known.get().metaName().equals(interpreter)) {
      throw broken(
          "A program for runtime_id="
              + runtimeId
              + " must have the interpreter "
              + known.get().metaName(),
          "interpreter",
          interpreter);
    }
  }

  private static @Nullable LabelSet labels(JsonNode labels) {
    if (isNull(labels)) {
      return null;
    }
    if (!labels.isArray()) {
      throw new ProgramException(
          "labels must be an array of strings: type=" + labels.getNodeType());
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode label : labels) {
      if (!label.isTextual()) {
        throw new ProgramException(
            "labels must be an array of strings: index="
                + texts.size()
                + ", type="
                + label.getNodeType());
      }
      texts.add(label.textValue());
    }
    try {
      return new LabelSet(texts);
    } catch (IllegalArgumentException e) {
      throw new ProgramException("labels in meta.json: " + e.getMessage(), e);
    }
  }

  static String text(JsonNode holder, String field) {
    JsonNode value = holder.path(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw broken(
          field + " must be a string that is not empty",
          field,
          value instanceof MissingNode ? "missing" : value.toString());
    }
    return value.textValue();
  }

  static boolean isNull(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  static ProgramException broken(String rule, String field, String value) {
    return new ProgramException(rule + ": " + field + "=" + Shown.of(value));
  }
}
