package io.pawstream.jobs.internal.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * Parses a schema with those that it refers to, which are other subjects of the registry. One
 * thread, one use.
 */
final class ReferredSchemas {
  private static final int MOST = 200;

  private final RegistryCalls calls;
  private final Schema.Parser parser = new Schema.Parser();
  private final Set<String> seen = new HashSet<>();

  ReferredSchemas(RegistryCalls calls) {
    this.calls = calls;
  }

  /** The schema in what the registry said about {@code id}. */
  SchemaRegistry.Lookup parsed(int id, JsonNode body) {
    String type = body.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      return problem("a schema must be Avro: id=" + id + ", schemaType=" + type);
    }
    try {
      readReferences(body);
      return new SchemaRegistry.Lookup(parser.parse(body.path("schema").asText()), null);
    } catch (AvroRuntimeException e) {
      // a schema is no record text; still only its class, as it can be of any length
      return problem(
          "a schema must be one that Avro reads: id=" + id + ", error=" + e.getClass().getName());
    } catch (MissingReferenceException e) {
      return problem(e.getMessage() + ", id=" + id);
    }
  }

  private static SchemaRegistry.Lookup problem(String text) {
    return new SchemaRegistry.Lookup(null, text);
  }

  private void readReferences(JsonNode body) {
    for (JsonNode reference : body.path("references")) {
      String subject = reference.path("subject").asText();
      int version = reference.path("version").asInt();
      if (!seen.add(version + " " + subject)) {
        continue;
      }
      if (seen.size() > MOST) {
        throw new MissingReferenceException("a schema may refer to " + MOST + " others");
      }
      RegistryAnswer answer =
          calls.get(
              "/subjects/"
                  + URLEncoder.encode(subject, UTF_8).replace("+", "%20")
                  + "/versions/"
                  + version);
      if (!answer.isFine()) {
        throw new MissingReferenceException(
            "a schema that another refers to must be in the registry: subject="
                + subject
                + ", version="
                + version);
      }
      readReferences(answer.body());
      Schema unused = parser.parse(answer.body().path("schema").asText());
    }
  }

  /** A schema cannot be put together. */
  private static final class MissingReferenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingReferenceException(String message) {
      super(message);
    }
  }
}
