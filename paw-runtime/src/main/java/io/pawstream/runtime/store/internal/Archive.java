package io.pawstream.runtime.store.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.program.internal.Json;
import io.pawstream.runtime.program.internal.Shown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an archive says it holds: its member {@code paw-archive.json}. The other members lie as in
 * the cache directory, so that {@code unzip} into one does what an import does, less the checks.
 * Immutable.
 *
 * @param programs at least one
 * @param models interpreters that are not shipped
 */
public record Archive(List<Program> programs, List<Model> models) {
  static final String NAME = "paw-archive.json";
  static final int MAX_BYTES = 1 << 20;

  /** What is kept beside a program, in its directory. */
  static final String CALIBRATION = "calibration.json";

  private static final int VERSION = 1;
  private static final int MAX_ITEMS = 1024;
  private static final Pattern PROGRAM_ID = Pattern.compile("[a-f0-9]{16,64}");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]{0,200}\\.gguf");

  /**
   * A program: {@code programs/<id>/}.
   *
   * @param id its id
   * @param digest its digest
   * @param slug the name it was exported by; null where it was none
   * @param calibrated whether what is kept beside it, calibrations and thresholds, is in there too
   */
  public record Program(String id, String digest, @Nullable String slug, boolean calibrated) {}

  /**
   * An interpreter: {@code base_models/<file>}.
   *
   * @param name its short name or runtime id
   * @param file name of its file
   * @param size its bytes
   * @param sha256 its digest, lower-case hex
   */
  public record Model(String name, String file, long size, String sha256) {}

  public Archive {
    programs = List.copyOf(programs);
    models = List.copyOf(models);
  }

  byte[] toJson() throws IOException {
    ObjectNode json = Json.MAPPER.createObjectNode().put("version", VERSION);
    ArrayNode listed = json.putArray("programs");
    for (Program program : programs) {
      listed
          .addObject()
          .put("id", program.id())
          .put("digest", program.digest())
          .put("slug", program.slug())
          .put("calibrated", program.calibrated());
    }
    ArrayNode files = json.putArray("interpreters");
    for (Model model : models) {
      files
          .addObject()
          .put("name", model.name())
          .put("file", model.file())
          .put("size", model.size())
          .put("sha256", model.sha256());
    }
    return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
  }

  static Archive parse(byte[] bytes) {
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(bytes);
    } catch (IOException e) {
      throw new ProgramException("An archive must be described by JSON: member=" + NAME, e);
    }
    if (json.path("version").asInt(0) != VERSION) {
      throw broken("version must be " + VERSION, "version", json.path("version"));
    }
    List<Program> programs = new ArrayList<>();
    for (JsonNode program : items(json, "programs")) {
      programs.add(
          new Program(
              text(program, "id", PROGRAM_ID.asMatchPredicate()),
              text(program, "digest", DIGEST.asMatchPredicate()),
              program.path("slug").textValue(),
              program.path("calibrated").asBoolean()));
    }
    List<Model> models = new ArrayList<>();
    for (JsonNode model : items(json, "interpreters")) {
      models.add(
          new Model(
              text(model, "name", name -> name.length() <= 256),
              text(model, "file", FILE.asMatchPredicate()),
              model.path("size").asLong(-1),
              text(model, "sha256", SHA256.asMatchPredicate())));
    }
    if (programs.isEmpty()) {
      throw broken("there must be a program", "programs", json.path("programs"));
    }
    return new Archive(programs, models);
  }

  private static JsonNode items(JsonNode json, String field) {
    JsonNode items = json.path(field);
    if (!items.isArray() || items.size() > MAX_ITEMS) {
      throw broken(field + " must be a list of at most " + MAX_ITEMS, field, items);
    }
    return items;
  }

  private static String text(JsonNode json, String field, Predicate<String> rule) {
    JsonNode value = json.path(field);
    if (!value.isTextual() || !rule.test(value.textValue())) {
      throw broken(field + " must be as an export writes it", field, value);
    }
    return value.textValue();
  }

  private static ProgramException broken(String rule, String field, JsonNode value) {
    return new ProgramException(
        "In " + NAME + " " + rule + ": " + field + "=" + Shown.of(value.toString()));
  }
}
