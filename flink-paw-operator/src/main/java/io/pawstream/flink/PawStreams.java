package io.pawstream.flink;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Main entry point: programs on every record of a stream. Used while a job is built, by one thread.
 *
 * <pre>{@code
 * SingleOutputStreamOperator<Answered<Ticket>> triaged =
 *     PawStreams.transform(tickets)
 *         .input(Ticket::text)
 *         .program("triage.paw")
 *         .labels("billing", "bug", "other")
 *         .onFailure(OnFailure.defaultLabel("other"))
 *         .apply();
 * }</pre>
 */
@PublicEvolving
public final class PawStreams {
  private PawStreams() {}

  /** Begins a transform of {@code stream}; {@link PawTransform#apply()} ends it. */
  public static <T> PawTransform<T> transform(DataStream<T> stream) {
    return new PawTransform<>(stream);
  }
}
