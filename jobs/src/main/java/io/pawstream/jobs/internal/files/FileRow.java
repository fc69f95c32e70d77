package io.pawstream.jobs.internal.files;

import io.pawstream.rows.Row;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A row on its way from a file to another, or the end of a file. Immutable by convention; any
 * thread.
 *
 * @param file index of the file among those of the run
 * @param row the row; at the end of a file an empty one with the number of its last row
 * @param datum the record in Avro's binary encoding; null where the file is no container
 * @param last whether this is the end of the file
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, and made to be serialized
public record FileRow(int file, Row row, byte @Nullable [] datum, boolean last)
    implements Serializable {}
