package io.pawstream.jobs.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.jobs.internal.jobfile.JobFileException;
import io.pawstream.jobs.internal.jobfile.RegistrySpec;
import io.pawstream.jobs.testing.RegistryServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The registry's client against a server of its REST API. */
class SchemaRegistryTest {
  private static final Schema ORDER = order("text", Schema.Type.STRING);

  private RegistryServer server;
  private long now;

  @BeforeEach
  void start() throws IOException {
    server = new RegistryServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aSchemaIsAskedForOnce() {
    int id = server.add(ORDER.toString(), "AVRO");
    SchemaRegistry registry = registry(Map.of());

    assertThat(registry.schema(id).schema()).isEqualTo(ORDER);
    assertThat(registry.schema(id).schema()).isEqualTo(ORDER);

    assertThat(server.calls()).containsExactly("GET /apis/ccompat/v7/schemas/ids/1");
  }

  @Test
  void whatIsNotThereIsAskedForAgainAfterAWhile() {
    SchemaRegistry registry = registry(Map.of());
    assertThat(registry.schema(1).problem())
        .isEqualTo("a schema id must be known to the registry: id=1");
    server.add(ORDER.toString(), "AVRO");

    assertThat(registry.schema(1).schema()).isNull();
    now += 61_000_000_000L;
    assertThat(registry.schema(1).schema()).isEqualTo(ORDER);
    assertThat(registry.schema(-1).problem()).contains("must not be negative: id=-1");
    assertThat(server.calls()).hasSize(2);
  }

  @Test
  void schemasThatReferToOthersArePutTogether() {
    server.add("money", "{\"type\":\"fixed\",\"name\":\"Money\",\"size\":8}", "", "");
    server.add("item", record("Item", "price", "Money"), "Money", "money");
    int id = server.add("order", record("Order", "item", "Item"), "Item", "item");
    int lost = server.add("lost", record("Lost", "item", "Gone"), "Gone", "gone");
    SchemaRegistry registry = registry(Map.of());

    assertThat(registry.schema(id).schema().getField("item").schema().getField("price").schema())
        .returns("Money", Schema::getName);
    assertThat(registry.schema(lost).problem()).contains("subject=gone, version=1, id=" + lost);
  }

  @Test
  void whatIsNoAvroIsAProblemOfItsRecords() {
    int protobuf = server.add("syntax = \"proto3\";", "PROTOBUF");
    int broken = server.add("{", "AVRO");
    SchemaRegistry registry = registry(Map.of());

    assertThat(registry.schema(protobuf).problem()).contains("schemaType=PROTOBUF");
    assertThat(registry.schema(broken).problem()).contains("one that Avro reads: id=" + broken);
  }

  @Test
  void aRegistryThatIsBusyIsAskedAgain() {
    int id = server.add(ORDER.toString(), "AVRO");
    server.failNext(2);

    assertThat(registry(Map.of()).schema(id).schema()).isEqualTo(ORDER);

    assertThat(server.calls()).hasSize(3);
  }

  @Test
  void aRegistryThatIsNotThereIsAnErrorAndNotTheRecords() throws IOException {
    server.failNext(10);
    assertThatThrownBy(() -> registry(Map.of()).schema(1))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageContaining("a schema registry must answer")
        .hasMessageContaining("path=/schemas/ids/1, tries=3, status=503");
    int port;
    try (ServerSocket free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThatThrownBy(() -> registry("http://127.0.0.1:" + port, 0, Map.of()).schema(1))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageContaining("tries=1, error=java.net.ConnectException");
  }

  @Test
  void anAnswerThatNeverEndsIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      RegistrySpec spec =
          new RegistrySpec(
              "http://127.0.0.1:" + silent.getLocalPort(), null, null, null, "50 ms", 0);
      assertThatThrownBy(() -> registry(spec, Map.of()).schema(1))
          .isInstanceOf(SchemaRegistryException.class)
          .hasMessageContaining("tries=1");
    }
  }

  /** Every id would be unknown to it, and every record a dead letter. */
  @Test
  void anAddressThatIsNoRegistryIsAnErrorAndNotTheRecords() {
    String root = server.url().replace("/apis/ccompat/v7", "");
    assertThatThrownBy(() -> registry(root, 0, Map.of()).schema(1))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageContaining("must answer as one")
        .hasMessageContaining("status=404")
        .hasMessageContaining("registry.url ends as /apis/ccompat/v7");
  }

  @Test
  void callersMayHaveToSayWhoTheyAre() {
    int id = server.add(ORDER.toString(), "AVRO");
    String url = server.url();
    server.require("Basic bWU6c2VjcmV0");
    assertThatThrownBy(() -> registry(Map.of()).schema(id))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageContaining("status=401")
        .hasMessageContaining("registry.username");
    RegistrySpec whole = new RegistrySpec(url, "me", "secret", null, null, 0);
    assertThat(whole.toString()).doesNotContain("secret");
    assertThat(registry(whole, Map.of()).schema(id).schema()).isNotNull();
    RegistrySpec half = new RegistrySpec(url, "me", null, null, null, 0);
    Map<String, String> password = Map.of("PAW_REGISTRY_PASSWORD", "secret");
    assertThat(registry(half, password).schema(id).schema()).isNotNull();
    Map<String, String> both =
        Map.of("PAW_REGISTRY_USERNAME", "me", "PAW_REGISTRY_PASSWORD", "secret");
    assertThat(registry(both).schema(id).schema()).isNotNull();

    server.require("Bearer t0ken");
    RegistrySpec token = new RegistrySpec(url, null, null, "t0ken", null, 0);
    assertThat(registry(token, Map.of()).schema(id).schema()).isNotNull();
    assertThat(registry(Map.of("PAW_REGISTRY_TOKEN", "t0ken")).schema(id).schema()).isNotNull();
  }

  @Test
  void aSchemaIsRegisteredOnce() {
    SchemaRegistry registry = registry(Map.of());

    int id = registry.idOf("topic 1-value", ORDER, true);

    assertThat(registry.idOf("topic 1-value", ORDER, true)).isEqualTo(id);
    assertThat(registry.idOf("topic 1-value", ORDER, false)).isEqualTo(id);
    assertThat(server.calls())
        .contains("POST /apis/ccompat/v7/subjects/topic%201-value/versions")
        .contains("POST /apis/ccompat/v7/subjects/topic%201-value");
    assertThat(registry.schema(id).schema()).isEqualTo(ORDER);
  }

  @Test
  void aSchemaThatDoesNotFitItsSubjectIsRefused() {
    SchemaRegistry registry = registry(Map.of());
    assertThat(registry.idOf("out-value", ORDER, true)).isPositive();

    assertThatThrownBy(() -> registry.idOf("out-value", order("text", Schema.Type.INT), true))
        .isInstanceOf(JobFileException.class)
        .hasMessageContaining("sink.subject=out-value, schema=Order, status=409")
        .hasMessageContaining("incompatible with an earlier schema");
    assertThatThrownBy(() -> registry.idOf("other-value", ORDER, false))
        .isInstanceOf(JobFileException.class)
        .hasMessageContaining("sink.register=false, sink.subject=other-value");
  }

  private SchemaRegistry registry(Map<String, String> environment) {
    return registry(server.url(), 2, environment);
  }

  private SchemaRegistry registry(String url, int retries, Map<String, String> environment) {
    return registry(new RegistrySpec(url, null, null, null, null, retries), environment);
  }

  private SchemaRegistry registry(RegistrySpec spec, Map<String, String> environment) {
    return new SchemaRegistry(new RegistryCalls(spec, environment::get), () -> now);
  }

  private static Schema order(String field, Schema.Type type) {
    return SchemaBuilder.record("Order")
        .fields()
        .name(field)
        .type(Schema.create(type))
        .noDefault()
        .endRecord();
  }

  private static String record(String name, String field, String type) {
    return """
    {"type":"record","name":"%s","fields":[{"name":"%s","type":"%s"}]}
    """
        .formatted(name, field, type);
  }
}
