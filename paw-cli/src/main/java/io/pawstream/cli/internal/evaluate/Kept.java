package io.pawstream.cli.internal.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code paw eval} has kept beside a program. Immutable; any thread.
 *
 * @param calibration the file with the calibration; null if none was kept
 * @param threshold the file with the threshold; null if none was kept
 * @param thresholdLost whether a threshold of before counts no longer
 */
record Kept(@Nullable Path calibration, @Nullable Path threshold, boolean thresholdLost) {

  /** Adds it to a report. */
  void addTo(ObjectNode json) {
    if (calibration != null) {
      json.put("calibration_file", calibration.toString());
      json.put("threshold_lost", thresholdLost);
    }
    if (threshold != null) {
      json.put("threshold_file", threshold.toString());
    }
  }
}
