package io.pawstream.jobs.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParseException;

/**
 * A server with the part of the schema registry's REST API that jobs use: paths, statuses, error
 * codes and members as documented, subjects with the compatibility BACKWARD. Under {@code
 * /apis/ccompat/v7}, as Apicurio has it. Any thread.
 */
public final class RegistryServer implements AutoCloseable {
  private static final String ROOT = "/apis/ccompat/v7";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<ObjectNode> schemas = new ArrayList<>();
  private final Map<String, List<Integer>> subjects = new LinkedHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile String authorization = "";

  /** A status and a body. */
  private record Reply(int status, JsonNode body) {}

  public RegistryServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + ROOT;
  }

  /** Methods and paths asked for so far. */
  public List<String> calls() {
    return calls;
  }

  /** The next calls get a status 503. */
  public void failNext(int count) {
    failures.set(count);
  }

  /** How often a status 503 is still to come. */
  public int failuresLeft() {
    return failures.get();
  }

  /** From now on calls need this header. */
  public void require(String header) {
    authorization = header;
  }

  /** Adds a schema that no subject has; the id. */
  public synchronized int add(String schema, String type) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode().put("schema", schema);
    if (!type.equals("AVRO")) {
      entry.put("schemaType", type);
    }
    schemas.add(entry);
    return schemas.size();
  }

  /** Adds a version of a subject that refers to a version of another; the id. */
  public synchronized int add(String subject, String schema, String name, String otherSubject) {
    int id = add(schema, "AVRO");
    if (!name.isEmpty()) {
      schemas
          .get(id - 1)
          .putArray("references")
          .addObject()
          .put("name", name)
          .put("subject", otherSubject)
          .put("version", 1);
    }
    subjects.computeIfAbsent(subject, none -> new ArrayList<>()).add(id);
    return id;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    calls.add(exchange.getRequestMethod() + " " + path);
    JsonNode body = JSON.readTree(exchange.getRequestBody());
    Reply reply;
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      reply = error(503, 50301, "not now");
    } else if (!authorization.isEmpty()
        && !authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      reply = error(401, 401, "Unauthorized");
    } else if (!path.startsWith(ROOT)) {
      reply = error(404, 404, "HTTP 404 Not Found");
    } else {
      reply =
          reply(exchange.getRequestMethod(), path.substring(ROOT.length() + 1).split("/"), body);
    }
    byte[] bytes = reply.body().toString().getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(reply.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private synchronized Reply reply(String method, String[] path, JsonNode body) {
    String key = method + " " + path[0] + path.length;
    if (key.equals("GET schemas3")) {
      int id = Integer.parseInt(path[2]);
      return id >= 1 && id <= schemas.size()
          ? new Reply(200, schemas.get(id - 1))
          : error(404, 40403, "Schema " + id + " not found");
    }
    List<Integer> versions =
        subjects.getOrDefault(URLDecoder.decode(path[1], UTF_8), new ArrayList<>());
    if (key.equals("GET subjects4")) {
      int version = Integer.parseInt(path[3]);
      return version <= versions.size()
          ? new Reply(200, schemas.get(versions.get(version - 1) - 1))
          : error(404, 40402, "Version " + version + " not found.");
    }
    Schema schema;
    try {
      schema = new Schema.Parser().parse(body.path("schema").asText());
    } catch (SchemaParseException e) {
      return error(422, 42201, "Invalid schema");
    }
    for (int id : versions) {
      if (schema.equals(schema(id))) {
        return new Reply(200, JsonNodeFactory.instance.objectNode().put("id", id));
      }
    }
    if (key.equals("POST subjects2")) {
      return versions.isEmpty()
          ? error(404, 40401, "Subject not found.")
          : error(404, 40403, "Schema not found");
    }
    if (!versions.isEmpty() && !reads(schema, schema(versions.get(versions.size() - 1)))) {
      return error(409, 409, "Schema being registered is incompatible with an earlier schema");
    }
    int id = add(schema.toString(), "AVRO");
    subjects.computeIfAbsent(URLDecoder.decode(path[1], UTF_8), none -> new ArrayList<>()).add(id);
    return new Reply(200, JsonNodeFactory.instance.objectNode().put("id", id));
  }

  private Schema schema(int id) {
    return new Schema.Parser().parse(schemas.get(id - 1).get("schema").asText());
  }

  private static boolean reads(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
        == SchemaCompatibilityType.COMPATIBLE;
  }

  private static Reply error(int status, int code, String message) {
    return new Reply(
        status,
        JsonNodeFactory.instance.objectNode().put("error_code", code).put("message", message));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
