package io.pawstream.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.flink.Fixtures.Ticket;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a record that has a failure, in a running job. */
class PoliciesTest {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final OutputTag<Answered<Ticket>> FAILED = new OutputTag<>("failed") {};
  private static final OutputTag<Answered<Ticket>> ALSO_FAILED = new OutputTag<>("also") {};

  private static final String SECRET = "the-secret-of-this-record";

  private static final List<Ticket> ONE_OF_THREE_FAILS =
      List.of(
          new Ticket(0, Fixtures.TEXT), new Ticket(1, SECRET + "\0"), new Ticket(2, "not today"));

  private static PawTransform<Ticket> transform(boolean blocking, OnFailure policy) {
    PawTransform<Ticket> transform =
        PawStreams.transform(Fixtures.stream(Fixtures.environment(1), ONE_OF_THREE_FAILS))
            .input(Ticket::text)
            .options(Fixtures.OPTIONS)
            .program(Fixtures.program("urgency"))
            .labels("immediate", "wait")
            .onFailure(policy);
    return blocking ? transform.blocking() : transform;
  }

  private static List<Answered<Ticket>> run(boolean blocking, OnFailure policy) throws Exception {
    List<Answered<Ticket>> answered = Fixtures.run(transform(blocking, policy).apply());
    assertThat(answered).extracting(a -> a.record().id()).containsExactly(0, 1, 2);
    assertThat(answered.get(0).label("urgency")).isIn("immediate", "wait");
    assertThat(answered.get(2).label("urgency")).isIn("immediate", "wait");
    return answered;
  }

  @ParameterizedTest(name = "blocking={0}")
  @ValueSource(booleans = {false, true})
  void tagKeepsTheFailureAsAValue(boolean blocking) throws Exception {
    Failure failure = Fixtures.failure(run(blocking, OnFailure.tag()).get(1), "urgency");

    assertThat(failure.reason()).isEqualTo(FailureReason.INVALID_TEXT);
    assertThat(failure.program()).startsWith("sha256:");
    assertThat(failure.detail()).doesNotContain(SECRET);
  }

  @ParameterizedTest(name = "blocking={0}")
  @ValueSource(booleans = {false, true})
  void nullAnswerDropsTheFailureAndKeepsTheRecord(boolean blocking) throws Exception {
    assertThat(run(blocking, OnFailure.nullAnswer()).get(1).outcome("urgency")).isNull();
  }

  @ParameterizedTest(name = "blocking={0}")
  @ValueSource(booleans = {false, true})
  void defaultLabelAnswersWithoutConfidence(boolean blocking) throws Exception {
    Answer answer =
        Fixtures.answer(run(blocking, OnFailure.defaultLabel("wait")).get(1), "urgency");

    assertThat(answer.value()).isEqualTo("wait");
    assertThat(answer.isLabel()).isTrue();
    assertThat(answer.confidence()).isZero();
    assertThat(answer.margin()).isZero();
    assertThat(answer.program()).startsWith("sha256:");
  }

  @ParameterizedTest(name = "blocking={0}")
  @ValueSource(booleans = {false, true})
  void failFailsTheJobAndKeepsTheTextOutOfTheReport(boolean blocking) {
    assertThatThrownBy(() -> Fixtures.run(transform(blocking, OnFailure.fail()).apply()))
        .satisfies(
            error -> {
              assertThat(ExceptionUtils.findThrowableWithMessage(error, "reason=invalid_text"))
                  .isPresent();
              assertThat(ExceptionUtils.stringifyException(error))
                  .contains(UnansweredRecordException.class.getName())
                  .contains("binding=urgency")
                  .doesNotContain(SECRET);
            });
  }

  @ParameterizedTest(name = "blocking={0}")
  @ValueSource(booleans = {false, true})
  void sideOutputTakesTheFailedRecordAndNothingElse(boolean blocking) throws Exception {
    SingleOutputStreamOperator<Answered<Ticket>> main =
        transform(blocking, OnFailure.sideOutput(FAILED)).apply();
    Split split = split(main);

    assertThat(split.main).extracting(a -> a.record().id()).containsExactly(0, 2);
    assertThat(split.failed).extracting(a -> a.record().id()).containsExactly(1);
    assertThat(Fixtures.failure(split.failed.get(0), "urgency").reason())
        .isEqualTo(FailureReason.INVALID_TEXT);
  }

  @Test
  void theFirstFailedSideOutputTakesTheRecordWithAllItsOutcomes() throws Exception {
    StreamExecutionEnvironment env = Fixtures.environment(1);
    SingleOutputStreamOperator<Answered<Ticket>> main =
        PawStreams.transform(
                Fixtures.stream(env, List.of(new Ticket(0, "a"), new Ticket(1, "a\0"))))
            .input(Ticket::text)
            .options(Fixtures.OPTIONS)
            .program("kept", Fixtures.program("urgency"))
            .program(Fixtures.program("intent"))
            .onFailure(OnFailure.sideOutput(FAILED))
            .program(Fixtures.program("sentiment"))
            .onFailure(OnFailure.sideOutput(ALSO_FAILED))
            .apply();
    Split split = split(main);

    assertThat(split.main).extracting(a -> a.record().id()).containsExactly(0);
    assertThat(split.alsoFailed).isEmpty();
    assertThat(split.failed)
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.names()).containsExactly("kept", "intent", "sentiment");
              assertThat(record.outcomes()).hasOnlyElementsOfType(Failure.class);
            });
  }

  @Test
  void anUnknownDefaultLabelStopsTheJobWhereTheProgramKnowsItsLabels() {
    assertThatThrownBy(
            () ->
                Fixtures.run(
                    PawStreams.transform(
                            Fixtures.stream(Fixtures.environment(1), Fixtures.tickets(1)))
                        .input(Ticket::text)
                        .options(Fixtures.OPTIONS)
                        .program(Fixtures.program("urgency"))
                        .onFailure(OnFailure.defaultLabel("maybe"))
                        .apply()))
        .satisfies(
            error ->
                assertThat(ExceptionUtils.stringifyException(error))
                    .contains("label=maybe")
                    .contains("[immediate, wait]"));
  }

  @Test
  void anInputThatCannotBeReadIsAFailureOfThatRecordAlone() throws Exception {
    List<Answered<Ticket>> answered =
        Fixtures.run(
            PawStreams.transform(Fixtures.stream(Fixtures.environment(1), Fixtures.tickets(5)))
                .input(
                    ticket -> {
                      if (ticket.id() == 3) {
                        throw new IllegalStateException("cannot read " + ticket.text());
                      }
                      return ticket.text();
                    })
                .options(Fixtures.OPTIONS)
                .program(Fixtures.program("urgency"))
                .program(Fixtures.program("intent"))
                .apply());

    assertThat(answered).hasSize(5);
    for (Answered<Ticket> each : answered) {
      for (Outcome outcome : each.outcomes()) {
        if (each.record().id() == 3) {
          assertThat(outcome).isInstanceOf(Failure.class);
          assertThat(((Failure) outcome).reason()).isEqualTo(FailureReason.INVALID_RECORD);
          assertThat(((Failure) outcome).detail())
              .contains("exception=java.lang.IllegalStateException")
              .doesNotContain(Fixtures.TEXT);
        } else {
          assertThat(outcome).isInstanceOf(Answer.class);
        }
      }
    }
  }

  @Test
  void anInputThatIsRefusedIsTheFailureThatItDescribes() throws Exception {
    List<Answered<Ticket>> answered =
        Fixtures.run(
            PawStreams.transform(Fixtures.stream(Fixtures.environment(1), Fixtures.tickets(1)))
                .input(
                    ticket -> {
                      throw new UnreadableRecordException(
                          FailureReason.INVALID_TEXT, "a value must be UTF-8: bytes=2");
                    })
                .options(Fixtures.OPTIONS)
                .program(Fixtures.program("urgency"))
                .apply());

    Failure failure = answered.get(0).failure("urgency");
    assertThat(failure.reason()).isEqualTo(FailureReason.INVALID_TEXT);
    assertThat(failure.detail()).isEqualTo("a value must be UTF-8: bytes=2");
    assertThat(failure.program()).startsWith("sha256:");
  }

  /** No fault of the record: it must be there again after a restart. */
  @Test
  void anInputThatCannotBeHadNowFailsTheTask() {
    assertThatThrownBy(
            () ->
                Fixtures.run(
                    PawStreams.transform(
                            Fixtures.stream(Fixtures.environment(1), Fixtures.tickets(1)))
                        .input(
                            ticket -> {
                              throw new InputUnavailableException("a service must answer: tries=1");
                            })
                        .options(Fixtures.OPTIONS)
                        .program(Fixtures.program("urgency"))
                        .apply()))
        .hasRootCauseInstanceOf(InputUnavailableException.class)
        .hasRootCauseMessage("a service must answer: tries=1");
  }

  private record Split(
      List<Answered<Ticket>> main,
      List<Answered<Ticket>> failed,
      List<Answered<Ticket>> alsoFailed) {}

  private static Split split(SingleOutputStreamOperator<Answered<Ticket>> main) throws Exception {
    CloseableIterator<Answered<Ticket>> first = main.collectAsync();
    CloseableIterator<Answered<Ticket>> second = main.getSideOutput(FAILED).collectAsync();
    CloseableIterator<Answered<Ticket>> third = main.getSideOutput(ALSO_FAILED).collectAsync();
    main.getExecutionEnvironment().executeAsync();
    return new Split(all(first), all(second), all(third));
  }

  @SuppressWarnings("try")
  private static List<Answered<Ticket>> all(CloseableIterator<Answered<Ticket>> values)
      throws Exception {
    List<Answered<Ticket>> all = new ArrayList<>();
    try (values) {
      values.forEachRemaining(all::add);
    }
    return all;
  }
}
