package io.pawstream.rows;

import io.pawstream.runtime.answer.FailureReason;
import org.jspecify.annotations.Nullable;

/**
 * One row of the input on its way to the output. Immutable by convention; any thread.
 *
 * <p>The row's own text is kept as it came: {@code before} and {@code after} are the output line
 * around the place where the entries of the programs go, so that no number or escape of the input
 * is written anew.
 *
 * @param number 1 for the first row of the file
 * @param end bytes of the file up to the end of this row
 * @param readMillis when it was read, in milliseconds since 1970
 * @param before the output line up to the entries
 * @param after the output line from the entries on
 * @param input the text for the programs; null where {@code problem} says why there is none
 * @param problem why the row has no text
 * @param detail what is wrong, for a person to read, without the row's text; null without a problem
 * @param expected values of the fields asked for, null where a row has none
 */
public record Row(
    long number,
    long end,
    long readMillis,
    String before,
    String after,
    @Nullable String input,
    @Nullable FailureReason problem,
    @Nullable String detail,
    @Nullable String[] expected) {}
