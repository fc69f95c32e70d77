package io.pawstream.connect;

import static io.pawstream.connect.Fixtures.HARMLESS;
import static io.pawstream.connect.Fixtures.URGENT;
import static io.pawstream.connect.Fixtures.ask;
import static io.pawstream.connect.Fixtures.program;
import static io.pawstream.connect.Fixtures.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.connect.Fixtures.Shape;
import io.pawstream.runtime.program.CalibrationFile;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.Threshold;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PawPredicateTest {

  private static PawPredicate<SinkRecord> configured(
      PawPredicate<SinkRecord> predicate, String... options) {
    Map<String, String> all = new HashMap<>();
    all.put("program", program("urgency"));
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    predicate.configure(all);
    return predicate;
  }

  @Test
  void trueForTheChosenLabels() {
    String label = ask("urgency", URGENT).value();
    String other = label.equals("wait") ? "immediate" : "wait";
    SinkRecord value = record(SchemaAndValue.NULL, Shape.STRING.of(URGENT));
    SinkRecord key = record(Shape.STRING.of(URGENT), SchemaAndValue.NULL);
    try (PawPredicate<SinkRecord> one = configured(new PawPredicate<>(), "labels", label);
        PawPredicate<SinkRecord> none = configured(new PawPredicate<>(), "labels", other);
        PawPredicate<SinkRecord> both =
            configured(new PawPredicate<>(), "labels", "wait, immediate");
        PawPredicate<SinkRecord> ofKey = configured(new PawPredicate.Key<>(), "labels", label)) {
      assertThat(one.test(value)).isTrue();
      assertThat(none.test(value)).isFalse();
      assertThat(both.test(value)).isTrue();
      assertThat(ofKey.test(key)).isTrue();
      assertThat(ofKey.test(value)).isFalse();
    }
  }

  @Test
  void falseBelowTheLeastConfidence() {
    double confidence = ask("urgency", URGENT).confidence();
    try (PawPredicate<SinkRecord> below =
            configured(
                new PawPredicate<>(),
                "labels",
                "wait,immediate",
                "min.confidence",
                Double.toString(Math.max(0, confidence - 0.01)));
        PawPredicate<SinkRecord> above =
            configured(
                new PawPredicate<>(),
                "labels",
                "a,b",
                "label.set",
                "a,b,c",
                "min.confidence",
                "1")) {
      assertThat(below.test(record(Shape.STRING, URGENT))).isTrue();
      assertThat(above.test(record(Shape.STRING, URGENT))).isFalse();
    }
  }

  @Test
  void takesTheThresholdThatIsKeptBesideTheProgram(@TempDir Path directory) throws Exception {
    Path file = Files.copy(Path.of(program("urgency")), directory.resolve("urgency.paw"));
    ProgramBundle bundle = ProgramBundle.read(file);
    CalibrationFile.store(bundle, new Threshold(bundle.labels(), 1, 1, 1, 0.1, 100));
    try (PawPredicate<SinkRecord> kept =
            configured(
                new PawPredicate<>(), "program", file.toString(), "labels", "wait,immediate");
        PawPredicate<SinkRecord> named =
            configured(
                new PawPredicate<>(),
                "program",
                file.toString(),
                "labels",
                "wait,immediate",
                "min.confidence",
                "0")) {

      // below 1, which only rounding could reach
      assertThat(ask("urgency", HARMLESS).confidence()).isLessThan(1);
      assertThat(kept.test(record(Shape.STRING, HARMLESS))).isFalse();
      assertThat(named.test(record(Shape.STRING, HARMLESS))).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false"})
  void policies(String verdict, boolean expected) {
    SinkRecord tombstone = record(SchemaAndValue.NULL, SchemaAndValue.NULL);
    SinkRecord number = record(Schema.INT32_SCHEMA, 42);
    try (PawPredicate<SinkRecord> lenient =
            configured(
                new PawPredicate<>(), "labels", "wait", "on.failure", verdict, "on.null", verdict);
        PawPredicate<SinkRecord> strict =
            configured(new PawPredicate<>(), "labels", "wait", "on.null", "fail")) {
      assertThat(lenient.test(tombstone)).isEqualTo(expected);
      assertThat(lenient.test(number)).isEqualTo(expected);
      for (SinkRecord record : new SinkRecord[] {tombstone, number}) {
        assertThatThrownBy(() -> strict.test(record))
            .isInstanceOf(DataException.class)
            .hasMessageContaining("program=urgency");
      }
    }
  }
}
