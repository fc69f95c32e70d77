package io.pawstream.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.flink.Fixtures.Ticket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exactly once: a job that fails in mid-stream and comes back. */
class RecoveryTest {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final int COUNT = 1200;
  private static final AtomicInteger FAILURES = new AtomicInteger();

  @BeforeEach
  void noFailureYet() {
    FAILURES.set(0);
  }

  @ParameterizedTest(name = "ordered={0}")
  @ValueSource(booleans = {true, false})
  void everyRecordComesOutOnceAfterAFailure(boolean ordered) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(30));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(2);
    DataStream<Ticket> tickets =
        env.fromSource(
            new DataGeneratorSource<>(
                i -> new Ticket(i.intValue(), Fixtures.TEXT + " " + i),
                COUNT,
                RateLimiterStrategy.perSecond(COUNT / 2.0),
                TypeInformation.of(Ticket.class)),
            WatermarkStrategy.noWatermarks(),
            "tickets");
    PawTransform<Ticket> transform =
        PawStreams.transform(tickets)
            .input(Ticket::text)
            .options(Fixtures.OPTIONS)
            .program(Fixtures.program("urgency"))
            .uid("paw");

    DataStream<Answered<Ticket>> answered =
        (ordered ? transform : transform.unordered())
            .apply()
            .map(new ThrowOnce())
            .returns(
                io.pawstream.flink.typeinfo.AnsweredTypeInfo.of(TypeInformation.of(Ticket.class)));
    List<Answered<Ticket>> all = Fixtures.run(answered);

    assertThat(FAILURES).hasValue(1);
    assertThat(all)
        .extracting(a -> a.record().id())
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, COUNT).boxed().toList());
    assertThat(all).allMatch(a -> a.label("urgency") != null);
  }

  /** Throws at the first record after a checkpoint, once per test. */
  private static final class ThrowOnce extends RichMapFunction<Answered<Ticket>, Answered<Ticket>>
      implements CheckpointListener {
    private static final long serialVersionUID = 1L;
    private transient int seen;
    private transient boolean checkpointed;

    @Override
    public Answered<Ticket> map(Answered<Ticket> value) {
      seen++;
      if (checkpointed && seen > 50 && FAILURES.compareAndSet(0, 1)) {
        throw new IllegalStateException("the failure of this test");
      }
      return value;
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      checkpointed = true;
    }
  }
}
