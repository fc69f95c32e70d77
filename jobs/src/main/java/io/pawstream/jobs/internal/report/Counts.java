package io.pawstream.jobs.internal.report;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run did so far. Immutable; any thread.
 *
 * @param rows rows written
 * @param files files of the input that are finished
 * @param inputBytes bytes of the input whose rows are written; a packed file counts at its end
 * @param firstReadMillis when the first row was read, in milliseconds since 1970; {@link
 *     Long#MAX_VALUE} before that
 * @param programs per program, in the order of the programs
 * @param sample the first rows
 */
public record Counts(
    long rows,
    long files,
    long inputBytes,
    long firstReadMillis,
    List<ProgramCounts> programs,
    List<SampleRow> sample)
    implements Serializable {

  /** Most rows in a sample. */
  public static final int SAMPLE_ROWS = 8;

  public Counts {
    programs = List.copyOf(programs);
    sample = List.copyOf(sample);
  }

  /** No rows yet. */
  public static Counts none(int programs) {
    return new Counts(
        0,
        0,
        0,
        Long.MAX_VALUE,
        Stream.generate(() -> ProgramCounts.NONE).limit(programs).toList(),
        List.of());
  }

  /** A file is finished, of which {@code bytes} were not counted with its rows. */
  public static Counts file(long bytes, long readMillis, int programs) {
    Counts none = none(programs);
    return new Counts(0, 1, bytes, readMillis, none.programs, none.sample);
  }

  /** Both together, of one run. */
  public Counts plus(Counts other) {
    List<ProgramCounts> both = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      both.add(programs.get(i).plus(other.programs.get(i)));
    }
    return new Counts(
        rows + other.rows,
        files + other.files,
        inputBytes + other.inputBytes,
        Math.min(firstReadMillis, other.firstReadMillis),
        both,
        Stream.concat(sample.stream(), other.sample.stream())
            .sorted(Comparator.comparingLong(SampleRow::number))
            .limit(SAMPLE_ROWS)
            .toList());
  }
}
