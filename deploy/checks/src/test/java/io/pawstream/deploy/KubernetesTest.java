package io.pawstream.deploy;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.pawstream.connect.PawTransform;
import io.strimzi.api.kafka.model.connect.KafkaConnect;
import io.strimzi.api.kafka.model.connector.KafkaConnector;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesTest {
  private static final String FLINK = "kubernetes/flink-deployment.yaml";
  private static final String CONNECT = "kubernetes/kafka-connect.yaml";
  private static final String MODELS = "kubernetes/models.yaml";

  /** Reads manifests as the Java models of Kubernetes and Strimzi, and no field that they lack. */
  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated member) {
                  return Boolean.FALSE;
                }
              });

  @Test
  void theFlinkDeploymentFitsItsCustomResource() throws Exception {
    assertThat(problems(Places.documents(FLINK).get(0)))
        // the definition is older than Flink 2.3
        .filteredOn(problem -> !problem.getInstanceLocation().toString().endsWith("flinkVersion"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/spec, jobmanager",
    "/spec/taskManager, replica",
    "/spec/taskManager/podTemplate/spec, initcontainers"
  })
  void whatTheCustomResourceLacksIsFound(String at, String field) throws Exception {
    JsonNode deployment = Places.documents(FLINK).get(0);
    ((ObjectNode) deployment.at(at)).put(field, 1);
    assertThat(problems(deployment))
        .anySatisfy(problem -> assertThat(problem.getMessage()).contains(field));
  }

  private static Set<ValidationMessage> problems(JsonNode deployment) throws Exception {
    try (InputStream in =
        KubernetesTest.class.getResourceAsStream(
            "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml")) {
      JsonNode schema = Places.YAML.readTree(in).at("/spec/versions/0/schema/openAPIV3Schema");
      ObjectNode properties = (ObjectNode) schema.get("properties");
      List.of("apiVersion", "kind", "metadata").forEach(properties::putObject);
      close(schema);
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(schema)
          .validate(deployment);
    }
  }

  /** A server drops what a definition lacks; here it is an error. */
  private static void close(JsonNode schema) {
    if (schema.path("properties").isObject()
        && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()
        && !schema.has("additionalProperties")) {
      ((ObjectNode) schema).put("additionalProperties", false);
    }
    schema.forEach(KubernetesTest::close);
  }

  @Test
  void flinkTakesTheMemory() throws Exception {
    JsonNode spec = Places.documents(FLINK).get(0).get("spec");
    TaskExecutorProcessSpec memory =
        memory(
            spec.get("flinkConfiguration").properties().stream()
                .collect(toMap(Map.Entry::getKey, each -> each.getValue().asText())));
    assertThat(memory.getTotalProcessMemorySize())
        .isEqualTo(MemorySize.parse(spec.at("/taskManager/resource/memory").asText()));
    assertThat(memory.getTaskHeapSize().getMebiBytes()).isGreaterThan(800);
    // what the comment adds up
    assertThat(memory.getTaskOffHeapSize().getMebiBytes())
        .isGreaterThanOrEqualTo(sum(Places.text(FLINK), "^#   .* (\\d+) MiB$"));
  }

  @Test
  void flinkTakesTheMemoryOfCompose() throws Exception {
    String properties =
        Places.documents("compose.yaml")
            .get(0)
            .at("/services/jobmanager/environment/FLINK_PROPERTIES")
            .asText();
    TaskExecutorProcessSpec memory =
        memory(
            properties
                .lines()
                .map(line -> line.split(": ", 2))
                .collect(toMap(pair -> pair[0], pair -> pair[1])));
    assertThat(memory.getTaskHeapSize().getMebiBytes()).isGreaterThan(300);
  }

  /** What a TaskManager with these options would have; Flink refuses sums that do not add up. */
  private static TaskExecutorProcessSpec memory(Map<String, String> options) {
    Configuration configuration = Configuration.fromMap(options);
    configuration.set(TaskManagerOptions.CPU_CORES, 4.0);
    return TaskExecutorProcessUtils.processSpecFromConfig(configuration);
  }

  private static int sum(String text, String pattern) {
    Matcher numbers = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
    int sum = 0;
    while (numbers.find()) {
      sum += Integer.parseInt(numbers.group(1));
    }
    assertThat(sum).isGreaterThan(1000);
    return sum;
  }

  @Test
  void theConnectClusterFitsStrimzi() throws Exception {
    JsonNode cluster = Places.documents(CONNECT).get(0);
    KafkaConnect connect = STRICT.treeToValue(cluster, KafkaConnect.class);
    assertThat(connect.getSpec().getGroupId()).isNotBlank();
    assertThat(connect.getSpec().getConfigStorageTopic()).isNotBlank();
    assertThat(connect.getSpec().getOffsetStorageTopic()).isNotBlank();
    assertThat(connect.getSpec().getStatusStorageTopic()).isNotBlank();
    String limit = cluster.at("/spec/resources/limits/memory").asText().replace("Gi", "g");
    assertThat(MemorySize.parse(limit).getMebiBytes())
        .isGreaterThanOrEqualTo(
            1024
                + sum(
                    Places.text(CONNECT),
                    "(?:JVM|interpreter|contexts|prefixes|heap 1,024 MiB .#.) (\\d+) MiB"));

    ((ObjectNode) cluster.get("spec")).put("groupID", "a typing mistake");
    assertThatThrownBy(() -> STRICT.treeToValue(cluster, KafkaConnect.class))
        .isInstanceOf(UnrecognizedPropertyException.class)
        .hasMessageContaining("groupID");
  }

  @Test
  void theConnectorsFitStrimziAndTheTransform() throws Exception {
    JsonNode connector = Places.documents(CONNECT).get(1);
    assertThat(STRICT.treeToValue(connector, KafkaConnector.class).getSpec().getTasksMax())
        .isPositive();
    for (JsonNode config :
        List.of(
            connector.at("/spec/config"),
            Places.JSON.readTree(Places.text("connect/label-messages.json")))) {
      assertThat(transformOptions(config))
          .contains("programs")
          .isSubsetOf(PawTransform.CONFIG_DEF.names());
    }
  }

  /** Names of the options of the only transform. */
  private static Set<String> transformOptions(JsonNode config) {
    String prefix = "transforms." + config.get("transforms").asText() + ".";
    return config.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> name.startsWith(prefix) && !name.equals(prefix + "type"))
        .map(name -> name.substring(prefix.length()))
        .collect(toSet());
  }

  @Test
  void theVolumeAndItsJobFitKubernetes() throws Exception {
    List<JsonNode> documents = Places.documents(MODELS);
    STRICT.treeToValue(documents.get(0), PersistentVolumeClaim.class);
    STRICT.treeToValue(documents.get(1), Job.class);
    String claim = "claimName: " + documents.get(0).at("/metadata/name").asText();
    assertThat(Places.text(MODELS)).contains(claim);
    assertThat(Places.text(CONNECT)).contains(claim);
  }
}
