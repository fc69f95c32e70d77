package io.pawstream.flink;

import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.jspecify.annotations.Nullable;

/** What the tests of this module share. */
public final class Fixtures {

  /** Runs the demonstration programs on the interpreter they were made for. */
  public static final PawOptions OPTIONS = PawOptions.DEFAULT;

  /** A text that ordinary records have. */
  public static final String TEXT = "the invoice is wrong, please call me back today";

  private Fixtures() {}

  /** A record of a stream; the text may be null. */
  public record Ticket(int id, @Nullable String text) {}

  /** Reference of a demonstration program. */
  public static String program(String name) {
    return Path.of("..", "programs", name + ".paw").toString();
  }

  /** Records 0 to {@code count - 1}, each of a text of its own. */
  public static List<Ticket> tickets(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Ticket(i, TEXT + " " + i)).toList();
  }

  /** An environment where a generic serializer or a restart is an error. */
  public static StreamExecutionEnvironment environment(int parallelism) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(parallelism);
    return env;
  }

  /** A stream of {@code tickets} in their order, as one subtask reads them. */
  public static DataStream<Ticket> stream(StreamExecutionEnvironment env, List<Ticket> tickets) {
    TypeInformation<Ticket> type = TypeInformation.of(Ticket.class);
    return tickets.isEmpty()
        // fromData takes no empty list.
        ? env.fromData(List.of(new Ticket(0, null)), type).filter(ticket -> ticket.id() > 0)
        : env.fromData(tickets, type);
  }

  /** Runs the job and gives what {@code stream} held. */
  @SuppressWarnings("try")
  public static <T> List<T> run(DataStream<T> stream) throws Exception {
    List<T> all = new ArrayList<>();
    try (CloseableIterator<T> values = stream.executeAndCollect()) {
      values.forEachRemaining(all::add);
    }
    return all;
  }

  /** The answer, which must be there. */
  public static Answer answer(Answered<?> answered, String name) {
    return Objects.requireNonNull(answered.answer(name), () -> name + " has no answer");
  }

  /** The failure, which must be there. */
  public static Failure failure(Answered<?> answered, String name) {
    return Objects.requireNonNull(answered.failure(name), () -> name + " has no failure");
  }
}
