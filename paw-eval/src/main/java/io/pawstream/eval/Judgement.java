package io.pawstream.eval;

import org.jspecify.annotations.Nullable;

/**
 * What a program said to a row, and how likely it found each label. Immutable; any thread.
 *
 * @param row the row with its answer or failure
 * @param scores of all labels; null where there are none, as for free text
 */
public record Judgement(JudgedRow row, @Nullable LabelScores scores) {}
