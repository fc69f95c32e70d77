package io.pawstream.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.flink.typeinfo.AnsweredTypeInfo;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The function inside Flink's async operator, step by step. */
@SuppressWarnings("try")
class PawAsyncFunctionTest {
  private static final long TIMEOUT_MS = 60_000;
  private static final int CAPACITY = 5000;

  private static OneInputStreamOperatorTestHarness<String, Answered<String>> harness(
      OutputMode mode, Binding... bindings) throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<String, Answered<String>>(
            new AsyncWaitOperatorFactory<>(
                new PawAsyncFunction<>(text -> text, List.of(bindings), Fixtures.OPTIONS),
                TIMEOUT_MS,
                CAPACITY,
                mode),
            StringSerializer.INSTANCE);
    harness.setup(AnsweredTypeInfo.of(Types.STRING).createSerializer(new SerializerConfigImpl()));
    return harness;
  }

  private static List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> Fixtures.TEXT + " " + i).toList();
  }

  @ParameterizedTest
  @EnumSource(OutputMode.class)
  void recordsInFlightLieInTheSavepointAndAreAskedAgain(OutputMode mode) throws Exception {
    Binding urgency = Binding.of(Fixtures.program("urgency"));
    List<String> texts = texts(21);
    OperatorSubtaskState savepoint;
    try (var before = harness(mode, urgency)) {
      before.open();
      // Results wait in the mailbox, which runs at endInput only: all records stay in flight.
      for (int i = 0; i < texts.size(); i++) {
        before.processElement(texts.get(i), i);
      }
      savepoint = before.snapshot(1, 1);
      assertThat(before.extractOutputValues()).isEmpty();
    }

    try (var after = harness(mode, urgency)) {
      after.initializeState(savepoint);
      after.open();
      after.processElement("one more", 100);
      after.endInput();

      List<Answered<String>> answered = after.extractOutputValues();
      assertThat(answered).hasSize(22).allMatch(a -> a.label("urgency") != null);
      assertThat(answered.subList(0, 21))
          .extracting(Answered::record)
          .containsExactlyInAnyOrderElementsOf(texts);
      if (mode == OutputMode.ORDERED) {
        assertThat(answered).extracting(Answered::record).startsWith(texts.toArray(String[]::new));
      }
    }
  }

  @Test
  void recordsInFlightMoveToAnotherParallelism() throws Exception {
    Binding urgency = Binding.of(Fixtures.program("urgency"));
    OperatorSubtaskState savepoint;
    try (var before = harness(OutputMode.ORDERED, urgency)) {
      before.open();
      for (String text : texts(10)) {
        before.processElement(text, 0);
      }
      savepoint = before.snapshot(1, 1);
    }

    int[] answered = new int[2];
    for (int subtask = 0; subtask < 2; subtask++) {
      OperatorSubtaskState share =
          OneInputStreamOperatorTestHarness.repartitionOperatorState(savepoint, 2, 1, 2, subtask);
      try (var after = harness(OutputMode.ORDERED, urgency)) {
        after.initializeState(share);
        after.open();
        after.endInput();
        answered[subtask] = after.extractOutputValues().size();
      }
    }
    assertThat(answered[0] + answered[1]).isEqualTo(10);
    assertThat(answered[0]).isPositive();
    assertThat(answered[1]).isPositive();
  }

  @Test
  void watermarksStayBehindTheRecordsBeforeThem() throws Exception {
    try (var harness = harness(OutputMode.UNORDERED, Binding.of(Fixtures.program("urgency")))) {
      harness.open();
      harness.processElement("a", 1);
      harness.processElement("b", 2);
      harness.processWatermark(2);
      harness.processElement("c", 3);
      harness.endInput();

      assertThat(harness.getOutput()).hasSize(4);
      assertThat(harness.getOutput().stream().skip(2).findFirst())
          .contains(new org.apache.flink.streaming.api.watermark.Watermark(2));
    }
  }

  @Test
  void whatIsLateAtTheTimeoutFollowsThePolicy() throws Exception {
    int count = CAPACITY;
    Binding order = Binding.of(Fixtures.program("order"));
    try (var harness = harness(OutputMode.ORDERED, order)) {
      harness.open();
      for (String text : texts(count)) {
        harness.processElement(text, 0);
      }
      harness.setProcessingTime(TIMEOUT_MS + 1);
      harness.endInput();

      List<Answered<String>> answered = harness.extractOutputValues();
      assertThat(answered).extracting(Answered::record).isEqualTo(texts(count));
      assertThat(answered)
          .allMatch(
              a ->
                  a.outcome("order") instanceof Answer
                      || Fixtures.failure(a, "order").reason() == FailureReason.DEADLINE)
          .anyMatch(a -> a.outcome("order") instanceof Failure);
      Failure late =
          answered.stream()
              .map(a -> a.failure("order"))
              .filter(failure -> failure != null)
              .findFirst()
              .orElseThrow();
      assertThat(late.detail()).contains("binding=order").doesNotContain(Fixtures.TEXT);
      assertThat(late.program()).startsWith("sha256:");
    }
  }

  @Test
  void aProgramThatCannotBeLoadedLeavesNothingOpen() throws Exception {
    try (var harness =
        harness(
            OutputMode.ORDERED,
            Binding.of(Fixtures.program("urgency")),
            Binding.of(Fixtures.program("missing")))) {
      assertThatThrownBy(harness::open).hasMessageContaining("missing");
    }
  }

  @Test
  void closesOnceHoweverOften() throws Exception {
    var function =
        new PawAsyncFunction<String>(
            text -> text, List.of(Binding.of(Fixtures.program("urgency"))), Fixtures.OPTIONS);
    function.close();
    try (var harness =
        new OneInputStreamOperatorTestHarness<String, Answered<String>>(
            new AsyncWaitOperatorFactory<>(function, TIMEOUT_MS, CAPACITY, OutputMode.ORDERED),
            StringSerializer.INSTANCE)) {
      harness.setup(AnsweredTypeInfo.of(Types.STRING).createSerializer(new SerializerConfigImpl()));
      harness.open();
      harness.processElement("a", 0);
      harness.endInput();
      assertThat(harness.extractOutputValues()).hasSize(1);
    }
    function.close();
  }
}
