package io.pawstream.jobs.example.repair;

import io.pawstream.jobs.internal.topic.format.TopicRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * A dead letter on its way through the repairs. Immutable by convention; any thread.
 *
 * @param letter the record as it came
 * @param original its text
 * @param text the text as repaired so far
 * @param faults what was repaired so far
 */
public record Repairing(TopicRecord letter, String original, String text, List<String> faults) {

  /** With one more repair. */
  Repairing with(String repaired, String fault) {
    List<String> more = new ArrayList<>(faults);
    more.add(fault);
    return new Repairing(letter, original, repaired, more);
  }
}
