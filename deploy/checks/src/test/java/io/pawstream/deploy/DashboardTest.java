package io.pawstream.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pawstream.connect.PawTransform;
import io.pawstream.flink.PawStreams;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.MBeanAttributeInfo;
import javax.management.ObjectName;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.kafka.common.internals.Plugin;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.runtime.ConnectMetrics;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.util.ConnectorTaskId;
import org.junit.jupiter.api.Test;

/** Every name on the dashboard is one that a running job or worker gives. */
class DashboardTest {
  private static final String PROGRAM =
      Places.REPOSITORY.resolve("programs/urgency.paw").toString();
  private static final Duration LONG = Duration.ofMinutes(3);

  @Test
  void flinkGivesTheMetricsOfTheDashboard() throws Exception {
    Set<String> wanted = names("flink_[A-Za-z_]+");
    assertThat(wanted).hasSizeGreaterThan(7);
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Configuration configuration = new Configuration();
    configuration.setString("metrics.reporters", "prom");
    configuration.setString(
        "metrics.reporter.prom.factory.class",
        "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
    configuration.setString("metrics.reporter.prom.port", port + "-" + (port + 20));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    GeneratorFunction<Long, String> texts = n -> "the app does not start, ticket " + n;
    PawStreams.transform(
            env.fromSource(
                new DataGeneratorSource<>(
                    texts, Long.MAX_VALUE, RateLimiterStrategy.perSecond(50), Types.STRING),
                WatermarkStrategy.noWatermarks(),
                "texts"))
        .input(text -> text)
        .program(PROGRAM)
        .apply()
        .sinkTo(new DiscardingSink<>());
    JobClient job = env.executeAsync();
    try {
      HttpClient http = HttpClient.newHttpClient();
      Instant end = Instant.now().plus(LONG);
      Set<String> missing = wanted;
      while (!missing.isEmpty() && Instant.now().isBefore(end)) {
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        String scrape = scrape(http, port);
        missing =
            wanted.stream()
                .filter(name -> !scrape.contains(name + "{"))
                .collect(toCollection(TreeSet::new));
        if (missing.isEmpty()) {
          assertThat(scrape).contains("program=\"urgency\"").contains("reason=\"deadline\"");
        }
      }
      assertThat(missing).isEmpty();
    } finally {
      job.cancel().get();
    }
  }

  private static String scrape(HttpClient http, int firstPort) throws InterruptedException {
    for (int port = firstPort; port < firstPort + 3; port++) {
      try {
        URI metrics = URI.create("http://localhost:" + port + "/metrics");
        return http.send(
                HttpRequest.newBuilder(metrics).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString(UTF_8))
            .body();
      } catch (java.io.IOException e) {
        // another process was faster to take the port, or the reporter is not there yet
      }
    }
    return "";
  }

  @Test
  void connectGivesTheMetricsOfTheDashboard() throws Exception {
    Set<String> wanted = names("paw_connect_[a-z_]+");
    assertThat(wanted).hasSizeGreaterThan(7);
    ConnectMetrics metrics =
        new ConnectMetrics(
            "worker",
            new StandaloneConfig(
                Map.of(
                    "bootstrap.servers", "localhost:1",
                    "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                    "value.converter", "org.apache.kafka.connect.storage.StringConverter",
                    "offset.storage.file.filename", "unused")),
            Time.SYSTEM,
            "cluster");
    PawTransform.Value<SinkRecord> transform = new PawTransform.Value<>();
    transform.configure(Map.of("programs", PROGRAM));
    try (Plugin<Transformation<SinkRecord>> plugin =
        metrics.wrap(transform, new ConnectorTaskId("label-tickets", 3), "ask")) {
      plugin.get().apply(new SinkRecord("tickets", 0, null, null, null, "it does not start", 0));

      Set<String> given = new TreeSet<>();
      for (String bean : beans()) {
        given.addAll(exported(bean));
      }
      assertThat(given).containsAll(wanted);
    } finally {
      metrics.stop();
    }
  }

  /** As the JMX exporter writes them: {@code domain<name=value, …><>attribute}. */
  private static List<String> beans() throws Exception {
    var server = ManagementFactory.getPlatformMBeanServer();
    List<String> lines = new ArrayList<>();
    for (ObjectName name :
        server.queryNames(new ObjectName("kafka.connect:type=plugins,*"), null)) {
      String properties = name.getKeyPropertyListString().replace(",", ", ");
      for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
        lines.add("kafka.connect<" + properties + "><>" + attribute.getName());
      }
    }
    return lines;
  }

  /** What the rules make of an attribute: that of the first that fits, and its labels. */
  private static List<String> exported(String bean) throws Exception {
    JsonNode rules = Places.YAML.readTree(Places.text("monitoring/jmx-exporter.yaml")).get("rules");
    for (JsonNode rule : rules) {
      Matcher fits = Pattern.compile(rule.get("pattern").asText()).matcher(bean);
      if (fits.lookingAt()) {
        assertThat(filled(rule.at("/labels/connector").asText(), fits)).isEqualTo("label-tickets");
        assertThat(filled(rule.at("/labels/task").asText(), fits)).isEqualTo("3");
        assertThat(filled(rule.at("/labels/transform").asText(), fits)).isEqualTo("ask");
        assertThat(filled(rule.at("/labels/program").asText(), fits)).isEqualTo("urgency");
        // characters that Prometheus does not know become underscores
        return List.of(filled(rule.get("name").asText(), fits).replaceAll("[^A-Za-z0-9_]", "_"));
      }
    }
    return List.of();
  }

  private static String filled(String template, Matcher groups) {
    String text = template;
    for (int i = groups.groupCount(); i > 0; i--) {
      text = text.replace("$" + i, String.valueOf(groups.group(i)));
    }
    return text;
  }

  private static Set<String> names(String pattern) throws Exception {
    String panels = Places.JSON.readTree(Places.text("monitoring/dashboard.json")).toString();
    return Pattern.compile(pattern)
        .matcher(panels)
        .results()
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
