package io.pawstream.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.flink.Fixtures.Ticket;
import io.pawstream.flink.typeinfo.AnsweredTypeInfo;
import io.pawstream.runtime.engine.Overflow;
import io.pawstream.runtime.program.ProgramException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a transform is put together; nothing runs. */
class PawStreamsTest {
  private final StreamExecutionEnvironment env = Fixtures.environment(1);

  private PawTransform<Ticket> transform() {
    return PawStreams.transform(Fixtures.stream(env, Fixtures.tickets(1)));
  }

  @Test
  void namesItsOperatorsAndTheirType() {
    SingleOutputStreamOperator<Answered<Ticket>> answered =
        transform()
            .input(Ticket::text)
            .program(Fixtures.program("urgency"))
            .onFailure(OnFailure.sideOutput(new OutputTag<Answered<Ticket>>("failed") {}))
            .name("triage")
            .uid("triage-1")
            .apply();

    assertThat(answered.getType()).isEqualTo(AnsweredTypeInfo.of(TypeInformation.of(Ticket.class)));
    answered.print();
    assertThat(env.getStreamGraph().getStreamNodes())
        .extracting(StreamNode::getOperatorName)
        .contains("triage", "triage-side-outputs");
    assertThat(answered.getTransformation().getUid()).isEqualTo("triage-1-side-outputs");
  }

  @Test
  void needsOneOperatorWhereNoSideOutputIs() {
    transform().input(Ticket::text).program(Fixtures.program("urgency")).uid("a").apply().print();

    assertThat(env.getStreamGraph().getStreamNodes())
        .extracting(StreamNode::getOperatorName)
        .contains("paw")
        .noneMatch(name -> name.endsWith("-side-outputs"));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("input(..)", t -> t.program("a.paw").apply()),
        mistake("bindings=0", t -> t.input(Ticket::text).apply()),
        mistake("programs=0", t -> t.labels("a", "b")),
        mistake("programs=0", t -> t.overflow(Overflow.TAIL)),
        mistake("programs=0", t -> t.minConfidence(0.5)),
        mistake("name=a", t -> t.input(Ticket::text).program("a.paw").program("x/a.paw").apply()),
        mistake("capacity=0", t -> t.capacity(0)),
        mistake("timeout=PT0S", t -> t.timeout(Duration.ZERO)),
        mistake("maxTokens=0", t -> t.program("a.paw").maxTokens(0)),
        mistake("maxInputBytes=0", t -> t.program("a.paw").maxInputBytes(0)),
        mistake("deadline=PT0S", t -> t.program("a.paw").deadline(Duration.ZERO)),
        mistake(
            "label=c",
            t -> t.program("a.paw").labels("a", "b").onFailure(OnFailure.defaultLabel("c"))),
        mistake(
            "label=c",
            t -> t.program("a.paw").onFailure(OnFailure.defaultLabel("c")).labels("a", "b")),
        mistake(
            "paw.engine.lane",
            t -> t.bindings(Configuration.fromMap(java.util.Map.of("paw.engine.lane", "1")))));
  }

  private static Arguments mistake(String message, Consumer<PawTransform<Ticket>> what) {
    return Arguments.of(message, what);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void saysWhatIsWrongBeforeTheJobRuns(String message, Consumer<PawTransform<Ticket>> what) {
    PawTransform<Ticket> transform = transform();
    assertThatThrownBy(() -> what.accept(transform))
        .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesTwoBindingsOfOneNameInFunctionsMadeByHand() {
    List<Binding> twice = List.of(Binding.of("a.paw"), Binding.of("x/a.paw"));
    assertThatThrownBy(() -> new PawAsyncFunction<>(Ticket::text, twice, Fixtures.OPTIONS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name=a");
    assertThatThrownBy(
            () ->
                new PawMapFunction<>(Ticket::text, twice, Fixtures.OPTIONS, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name=a");
  }

  @Test
  void refusesAProgramThatMoves() {
    PawTransform<Ticket> transform = transform().input(Ticket::text).program("acme/triage");
    assertThatThrownBy(transform::apply)
        .isInstanceOf(ProgramException.class)
        .hasMessageContainingAll("acme/triage@v<number>", "@sha256:");

    List<Binding> moving = List.of(Binding.of("acme/triage"));
    assertThatThrownBy(() -> new PawAsyncFunction<>(Ticket::text, moving, Fixtures.OPTIONS))
        .isInstanceOf(ProgramException.class)
        .hasMessageContainingAll("binding=triage", "allowMoving()");
  }

  @Test
  void takesAPinnedProgramOfTheHubAsItIs() {
    String pinned = "94cae81a182723b85cdf@sha256:" + "0".repeat(64);

    transform().input(Ticket::text).program("triage", pinned).apply().print();

    assertThat(env.getStreamGraph().getStreamNodes())
        .extracting(StreamNode::getOperatorName)
        .contains("paw");
  }
}
