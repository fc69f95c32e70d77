package io.pawstream.cli.internal.evaluate;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code paw eval} has kept beside a program. Immutable; any thread.
 *
 * @param calibration the file with the calibration; null if none was kept
 * @param threshold the file with the threshold; null if none was kept
 * @param thresholdLost whether a threshold of before counts no longer
 */
record Kept(@Nullable Path calibration, @Nullable Path threshold, boolean thresholdLost) {}
