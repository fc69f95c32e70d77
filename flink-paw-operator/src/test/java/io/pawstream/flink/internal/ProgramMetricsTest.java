package io.pawstream.flink.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.flink.Binding;
import io.pawstream.flink.Fixtures;
import io.pawstream.flink.Fixtures.Ticket;
import io.pawstream.flink.OnFailure;
import io.pawstream.runtime.program.CalibrationFile;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.Threshold;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.testutils.MetricListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramMetricsTest {
  private final MetricListener metrics = new MetricListener();

  private long count(String... path) {
    return metrics.getCounter(path).orElseThrow().getCount();
  }

  @Test
  void countsWhatBecameOfEveryRecord() throws Exception {
    List<Binding> bindings =
        List.of(
            Binding.of(Fixtures.program("urgency"))
                .withMinConfidence(1.0)
                .withOnFailure(OnFailure.nullAnswer()),
            Binding.of("mood", Fixtures.program("sentiment")));
    try (OpenBindings<Ticket> open =
        OpenBindings.open(
            ticket -> {
              if (ticket.text() != null && ticket.text().startsWith("unreadable")) {
                throw new IllegalArgumentException(ticket.text());
              }
              return ticket.text();
            },
            bindings,
            Fixtures.OPTIONS,
            metrics.getMetricGroup())) {
      ask(open, "metrics: a first text");
      ask(open, "metrics: a second text");
      ask(open, "metrics: a second text");
      ask(open, null);
      ask(open, "nul \0");
      ask(open, "unreadable");
    }

    for (String program : List.of("urgency", "mood")) {
      assertThat(count("paw", "program", program, "inputs")).isEqualTo(6);
      assertThat(count("paw", "program", program, "answers")).isEqualTo(3);
      assertThat(count("paw", "program", program, "failures")).isEqualTo(3);
      for (String reason : List.of("null_input", "invalid_text", "invalid_record")) {
        assertThat(count("paw", "program", program, "reason", reason, "failures")).isOne();
      }
      assertThat(count("paw", "program", program, "reason", "engine", "failures")).isZero();
      assertThat(count("paw", "program", program, "cacheHits")).isEqualTo(1);
      assertThat(histogram(program, "microBatchSize")).isEqualTo(2);
      assertThat(histogram(program, "queueWaitMs")).isEqualTo(2);
      assertThat(histogram(program, "latencyMs")).isEqualTo(6);
    }
    assertThat(count("paw", "program", "urgency", "lowConfidence")).isEqualTo(3);
    assertThat(count("paw", "program", "mood", "lowConfidence")).isZero();
  }

  @Test
  void takesTheThresholdThatIsKeptBesideTheProgram(@TempDir Path directory) throws Exception {
    Path file = Files.copy(Path.of(Fixtures.program("urgency")), directory.resolve("kept.paw"));
    ProgramBundle bundle = ProgramBundle.read(file);
    CalibrationFile.store(bundle, new Threshold(bundle.labels(), 1, 1, 1, 0.1, 100));
    List<Binding> bindings =
        List.of(
            Binding.of(file.toString()),
            Binding.of("named", file.toString()).withMinConfidence(0.0));
    try (OpenBindings<Ticket> open =
        OpenBindings.open(Ticket::text, bindings, Fixtures.OPTIONS, metrics.getMetricGroup())) {
      ask(open, "metrics: a third text");
    }

    assertThat(count("paw", "program", "kept", "lowConfidence")).isEqualTo(1);
    assertThat(count("paw", "program", "named", "lowConfidence")).isZero();
  }

  private long histogram(String program, String name) {
    return metrics.getHistogram("paw", "program", program, name).orElseThrow().getCount();
  }

  private static void ask(OpenBindings<Ticket> open, @Nullable String text) throws Exception {
    OpenBindings.InFlight<Ticket> asked = open.ask(new Ticket(0, text));
    asked.all().get(1, TimeUnit.MINUTES);
    open.answered(asked);
  }
}
