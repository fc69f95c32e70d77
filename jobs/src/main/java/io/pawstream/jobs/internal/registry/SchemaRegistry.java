package io.pawstream.jobs.internal.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import io.pawstream.jobs.internal.jobfile.RegistrySpec;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Schemas of a registry by their ids, and ids of our own. What was found is kept, of many the ones
 * used last. One thread; calls may block as long as the registry's time limit and retries say.
 */
public final class SchemaRegistry {
  /** How long what is not there is taken to stay so. */
  private static final long FORGET_MISSING_NANOS = Duration.ofMinutes(1).toNanos();

  private final RegistryCalls calls;
  private final LongSupplier nanos;
  private final Recent<Kept> kept = new Recent<>();

  private record Kept(Lookup lookup, long since) {}

  /**
   * What came of a look at an id: a schema, or why there is none.
   *
   * @param schema null where there is none
   * @param problem the rule and the value, for a person to read; null where there is a schema
   */
  public record Lookup(@Nullable Schema schema, @Nullable String problem) {}

  /** The registry of {@code spec}; nothing is opened yet. */
  public SchemaRegistry(RegistrySpec spec) {
    this(new RegistryCalls(spec, System::getenv), System::nanoTime);
  }

  SchemaRegistry(RegistryCalls calls, LongSupplier nanos) {
    this.calls = calls;
    this.nanos = nanos;
  }

  /**
   * The schema of an id.
   *
   * @throws SchemaRegistryException if the registry does not answer
   */
  public Lookup schema(int id) {
    Kept known = kept.get(id);
    if (known == null
        || (known.lookup().schema() == null
            && nanos.getAsLong() - known.since() > FORGET_MISSING_NANOS)) {
      known = new Kept(looked(id), nanos.getAsLong());
      kept.put(id, known);
    }
    return known.lookup();
  }

  private Lookup looked(int id) {
    if (id < 0) {
      return new Lookup(null, "a schema id must not be negative: id=" + id);
    }
    RegistryAnswer answer = calls.get("/schemas/ids/" + id);
    if (!answer.isFine()) {
      return new Lookup(null, "a schema id must be known to the registry: id=" + id);
    }
    return new ReferredSchemas(calls).parsed(id, answer.body());
  }

  /**
   * The id of {@code schema} under {@code subject}.
   *
   * @param register whether it is registered where it is not there
   * @throws JobFileException if it does not fit the versions there, or is not there and must not be
   *     registered
   * @throws SchemaRegistryException if the registry does not answer
   */
  public int idOf(String subject, Schema schema, boolean register) {
    String path = "/subjects/" + URLEncoder.encode(subject, UTF_8).replace("+", "%20");
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
    RegistryAnswer answer = calls.post(register ? path + "/versions" : path, body);
    JsonNode id = answer.body().path("id");
    if (answer.isFine() && id.isInt()) {
      return id.intValue();
    }
    if (register) {
      throw new JobFileException(
          "the schema of what is written must fit its subject in the registry: sink.subject="
              + subject
              + ", schema="
              + schema.getFullName()
              + ", status="
              + answer.status()
              + ", message="
              + answer.message()
              + "; choose another sink.subject or sink.topic, or change the subject's"
              + " compatibility");
    }
    throw new JobFileException(
        "the schema of what is written must be in the registry where it is not registered:"
            + " sink.register=false, sink.subject="
            + subject
            + ", schema="
            + schema.getFullName()
            + ", status="
            + answer.status()
            + "; register it, or set sink.register to true");
  }
}
