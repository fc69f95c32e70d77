package io.pawstream.runtime.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.runtime.hub.Backoff;
import io.pawstream.runtime.hub.HubOptions;
import io.pawstream.runtime.hub.HubTimeouts;
import io.pawstream.runtime.testing.Fixtures;
import io.pawstream.runtime.testing.TestHub;
import io.pawstream.runtime.testing.ZipWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A hub with programs, and stores that ask it. */
final class StoreFixture implements AutoCloseable {
  /** Of the demonstration program {@code urgency}. */
  static final String URGENCY = "b39ce420fa29431cafcf";

  static final String DOWNLOAD = "/api/v1/programs/%s/download";
  static final String RESOLVE = "/api/v1/programs/resolve/%s";

  final TestHub hub;
  final Path cache;

  StoreFixture(Path cache) throws IOException {
    this.hub = new TestHub();
    this.cache = cache;
    serve(URGENCY, urgency());
  }

  static byte[] urgency() throws IOException {
    return Files.readAllBytes(Fixtures.PROGRAMS.resolve("urgency.paw"));
  }

  /** The adapter and template of a demonstration program with other metadata. */
  static byte[] bundle(Consumer<ObjectNode> change) throws IOException {
    var members = Fixtures.members("urgency");
    ObjectMapper json = new ObjectMapper();
    ObjectNode meta = (ObjectNode) json.readTree(members.get("meta.json"));
    change.accept(meta);
    return ZipWriter.write(
        List.of(
            ZipWriter.Member.of("adapter.gguf", members.get("adapter.gguf")),
            ZipWriter.Member.of("prompt_template.txt", members.get("prompt_template.txt")),
            ZipWriter.Member.of("meta.json", json.writeValueAsString(meta).getBytes(UTF_8))));
  }

  void serve(String id, byte[] bundle) {
    hub.on("GET " + DOWNLOAD.formatted(id), TestHub.file(bundle));
  }

  void resolve(String encodedSlug, String id) {
    hub.on(
        "GET " + RESOLVE.formatted(encodedSlug),
        TestHub.json(200, "{\"program_id\": \"" + id + "\"}"));
  }

  long downloads(String id) {
    return hub.count("GET " + DOWNLOAD.formatted(id));
  }

  StoreOptions options() {
    return StoreOptions.at(cache)
        .withModelsUrl(hub.url())
        .withHub(
            HubOptions.DEFAULT
                .withApiUrl(hub.url())
                .withTimeouts(HubTimeouts.all(Duration.ofSeconds(20)))
                .withBackoff(new Backoff(2, Duration.ofMillis(1), Duration.ofSeconds(1))));
  }

  @Override
  public void close() {
    hub.close();
  }
}
