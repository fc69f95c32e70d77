package io.pawstream.runtime.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.runtime.files.internal.AtomicFile;
import io.pawstream.runtime.program.internal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code paw login} keeps, in the file that the PAW SDK reads too: {@code
 * ~/.config/programasweights/config.json}. Immutable; any thread.
 *
 * @param apiKey null for none
 * @param apiUrl root of the server the key is for; null for the hosted hub
 */
public record HubConfig(@Nullable String apiKey, @Nullable String apiUrl) {
  private static final HubConfig EMPTY = new HubConfig(null, null);
  private static final int MAX_BYTES = 1 << 16;

  /** Where it is, seen from this home directory. */
  public static Path file(Path home) {
    return home.resolve(".config").resolve("programasweights").resolve("config.json");
  }

  /**
   * What the file holds; nothing where there is none.
   *
   * @throws IllegalArgumentException if it is there and cannot be read
   */
  public static HubConfig read(Path file) {
    if (!Files.exists(file)) {
      return EMPTY;
    }
    try {
      JsonNode json = object(file);
      return new HubConfig(text(json, "api_key"), text(json, "api_url"));
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /**
   * Keeps it, readable by this user alone; what else the file holds stays.
   *
   * @throws UncheckedIOException if it cannot be written
   * @throws IllegalArgumentException if a file is there that cannot be read
   */
  public void write(Path file) {
    try {
      ObjectNode json = Files.exists(file) ? object(file) : Json.MAPPER.createObjectNode();
      put(json, "api_key", apiKey);
      put(json, "api_url", apiUrl);
      Files.createDirectories(Objects.requireNonNull(file.getParent(), "directory"));
      AtomicFile.writePrivate(
          file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    } catch (JsonProcessingException e) {
      throw unusable(file, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode object(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("it must have at most " + MAX_BYTES + " bytes");
    }
    // the parser's own message may quote the key
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new IOException("it must be JSON");
    }
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw new IOException("it must be a JSON object");
  }

  private static @Nullable String text(JsonNode json, String field) {
    String text = json.path(field).textValue();
    return text == null || text.isBlank() ? null : text.strip();
  }

  private static void put(ObjectNode json, String field, @Nullable String value) {
    if (value == null) {
      json.remove(field);
    } else {
      json.put(field, value);
    }
  }

  private static IllegalArgumentException unusable(Path file, IOException e) {
    return new IllegalArgumentException(
        "The configuration must be readable: file="
            + file
            + ", cause="
            + e.getMessage()
            + "; correct it or delete it",
        e);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "HubConfig[apiKey=" + (apiKey == null ? "none" : "set") + ", apiUrl=" + apiUrl + "]";
  }
}
