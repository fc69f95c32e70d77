package io.pawstream.jobs.internal.evaluate;

import io.pawstream.jobs.internal.avro.AvroOutcomes;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Served;
import io.pawstream.schemas.EvaluationRow;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.message.RawMessageEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Rows as {@code EvaluationRow} in Avro's binary encoding. Immutable, serializable; any thread.
 *
 * @param wanted whether there are any
 * @param inputs whether they hold the text
 */
record EvaluationRows(boolean wanted, boolean inputs) implements Serializable {
  private static final double NANOS_PER_MILLI = 1e6;

  byte @Nullable [] of(long number, String input, String expected, Served served) {
    if (!wanted) {
      return null;
    }
    EvaluationRow row =
        EvaluationRow.newBuilder()
            .setRow(number)
            .setExpected(expected)
            .setOutcome(AvroOutcomes.of(served.outcome()))
            .setCorrect(
                served.outcome() instanceof Answer answer && answer.value().equals(expected))
            .setMillis((served.queueNanos() + served.engineNanos()) / NANOS_PER_MILLI)
            .setInput(inputs ? input : null)
            .build();
    try {
      ByteBuffer datum =
          new RawMessageEncoder<EvaluationRow>(
                  row.getSpecificData(), EvaluationRow.getClassSchema())
              .encode(row);
      byte[] bytes = new byte[datum.remaining()];
      datum.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("a record in memory cannot fail to be encoded", e);
    }
  }
}
