package io.pawstream.connect;

import static io.pawstream.connect.Fixtures.HARMLESS;
import static io.pawstream.connect.Fixtures.URGENT;
import static io.pawstream.connect.Fixtures.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.connect.Fixtures.Shape;
import io.pawstream.runtime.Paw;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import javax.management.ObjectName;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is loaded when, shared by whom, and let go of. */
class LifeCycleTest {
  private static final String[] NO_GRACE = {"engine.close.grace.ms", "0", "preload", "false"};

  @BeforeEach
  void nothingIsOpen() {
    Paw.closeIdle();
    await(() -> engineThreads() == 0);
  }

  private static long engineThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("paw-"))
        .count();
  }

  private static void await(BooleanSupplier condition) {
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(until);
      Thread.onSpinWait();
    }
  }

  @Test
  void nothingIsLoadedBeforeTheFirstRecordAndAllIsLetGo() {
    long loads = Paw.interpreterLoads();
    PawTransform<SinkRecord> transform = Fixtures.value(NO_GRACE);
    assertThat(Paw.interpreterLoads()).isEqualTo(loads);
    assertThat(engineThreads()).isZero();

    transform.apply(record(Shape.STRING, URGENT));
    assertThat(Paw.interpreterLoads()).isEqualTo(loads + 1);
    assertThat(engineThreads()).isPositive();

    transform.close();
    transform.close();
    await(() -> engineThreads() == 0);
    assertThatThrownBy(() -> transform.apply(record(Shape.STRING, URGENT)))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aTransformThatIsNeverClosedHoldsNothing() {
    long loads = Paw.interpreterLoads();
    for (int i = 0; i < 3; i++) {
      assertThat(Fixtures.value()).isNotNull();
    }
    assertThat(Paw.interpreterLoads()).isEqualTo(loads + 1);
    Paw.closeIdle();
    await(() -> engineThreads() == 0);
  }

  @Test
  void closeMayComeFirst() {
    new PawTransform.Value<SinkRecord>().close();
    new PawPredicate<SinkRecord>().close();
    assertThatThrownBy(() -> new PawTransform.Value<SinkRecord>().apply(record(Shape.STRING, "a")))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("configured");
    assertThatThrownBy(() -> new PawPredicate<SinkRecord>().test(record(Shape.STRING, "a")))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("configured");
  }

  @Test
  void anInterpreterThatIsMissingFailsTheTask(@TempDir Path empty) {
    String[] options = {"interpreter", "gpt2-q8_0", "interpreter.cache.dir", empty.toString()};
    assertThatThrownBy(() -> Fixtures.value(options))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("program=urgency")
        .hasMessageContaining("gpt2-q8_0");
    PawTransform<SinkRecord> lazy =
        Fixtures.value(options[0], options[1], options[2], options[3], "preload", "false");
    assertThatThrownBy(() -> lazy.apply(record(Shape.STRING, URGENT)))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("gpt2-q8_0");
    lazy.close();
  }

  @Test
  void tasksShareTheEngineAndItsMicroBatches() throws Exception {
    long loads = Paw.interpreterLoads();
    int tasks = 4;
    List<PawTransform<SinkRecord>> transforms = new ArrayList<>();
    List<FutureTask<Void>> threads = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      int number = task;
      PawTransform<SinkRecord> transform =
          Fixtures.value("engine.cache.bytes", "0", "engine.lanes", "1", "engine.linger.ms", "200");
      transforms.add(transform);
      FutureTask<Void> thread =
          new FutureTask<>(
              () -> {
                for (int i = 0; i < 40; i++) {
                  transform.apply(record(Shape.STRING, HARMLESS + ' ' + number + ' ' + i));
                }
                return null;
              });
      threads.add(thread);
    }
    threads.forEach(thread -> new Thread(thread).start());
    for (FutureTask<Void> thread : threads) {
      thread.get();
    }
    assertThat(Paw.interpreterLoads()).isEqualTo(loads + 1);
    // the host gives no metrics here, so that they are in JMX
    assertThat(metric("micro-batch-size-max")).hasSize(tasks).contains((double) tasks);
    assertThat(metric("inputs-total")).containsOnly(40.0);
    assertThat(metric("answers-total")).containsOnly(40.0);
    assertThat(metric("latency-ms-avg")).allMatch(value -> value > 0);
    transforms.forEach(PawTransform::close);
    assertThat(metric("inputs-total")).isEmpty();
  }

  @Test
  void metricsCountWhatHappens() throws Exception {
    try (PawTransform<SinkRecord> transform =
        Fixtures.value("on.failure", "tag", "min.confidence", "1", "label.set", "a,b,c")) {
      transform.apply(record(Shape.STRING, URGENT));
      transform.apply(record(Shape.STRING, URGENT));
      transform.apply(record(null, 42));

      assertThat(metric("inputs-total")).containsExactly(3.0);
      assertThat(metric("answers-total")).containsExactly(2.0);
      assertThat(metric("low-confidence-total")).containsExactly(2.0);
      assertThat(metric("cache-hits-total")).containsExactly(1.0);
      assertThat(metric("failures-total")).containsExactly(1.0);
      assertThat(attributes("failures-total", ",reason=invalid_record")).containsExactly(1.0);
    }
  }

  private static List<Double> metric(String name) throws Exception {
    return attributes(name, "");
  }

  private static List<Double> attributes(String name, String tags) throws Exception {
    var server = ManagementFactory.getPlatformMBeanServer();
    Set<ObjectName> beans =
        server.queryNames(
            new ObjectName("io.pawstream.connect:type=plugins,program=urgency,instance=*" + tags),
            null);
    List<Double> values = new ArrayList<>();
    for (ObjectName bean : beans) {
      values.add((Double) server.getAttribute(bean, name));
    }
    return values;
  }

  @Test
  @SuppressWarnings("rawtypes") // classes have no type arguments
  void workersFindThePlugins() {
    List<Class<?>> found = new ArrayList<>();
    ServiceLoader.load(Transformation.class).stream().forEach(each -> found.add(each.type()));
    ServiceLoader.load(Predicate.class).stream().forEach(each -> found.add(each.type()));
    assertThat(found)
        .contains(
            PawTransform.Key.class,
            PawTransform.Value.class,
            PawPredicate.class,
            PawPredicate.Key.class);
    assertThat(new PawTransform.Value<SinkRecord>().version()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(new PawPredicate<SinkRecord>().version())
        .isEqualTo(new PawTransform.Key<SinkRecord>().version());
  }
}
