package io.pawstream.flink;

import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;
import org.jspecify.annotations.Nullable;

/**
 * Takes the input text out of a record. Serializable; called by one thread at a time.
 *
 * @param <T> the records
 */
@PublicEvolving
@FunctionalInterface
public interface InputExtractor<T> extends Serializable {

  /**
   * The text that the programs are asked about; null where the record has none, which becomes a
   * failure {@code NULL_INPUT}. An {@link UnreadableRecordException} becomes the failure that it
   * describes, an {@link InputUnavailableException} fails the task, any other exception becomes a
   * failure {@code INVALID_RECORD} of this record.
   */
  @Nullable String inputOf(T record);
}
