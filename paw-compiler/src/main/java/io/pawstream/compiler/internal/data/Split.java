package io.pawstream.compiler.internal.data;

import io.pawstream.compiler.example.ExampleException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Examples to learn from, and examples held out to judge by. Examples of the same input stay
 * together, and labels have about the same share of both.
 */
public record Split(List<EncodedExample> training, List<EncodedExample> heldOut) {
  private static final int USUAL_HELD_OUT = 20;

  public Split {
    training = List.copyOf(training);
    heldOut = List.copyOf(heldOut);
  }

  /**
   * Holds out a tenth, at least 20, but no more than a quarter; or all but so many.
   *
   * @param learnFrom examples to learn from, a few more where labels or inputs ask for it; 0 to
   *     choose
   * @param seed the same seed gives the same split
   * @throws ExampleException if none would be left to judge by
   */
  public static Split of(List<EncodedExample> examples, int learnFrom, long seed) {
    if (learnFrom >= examples.size()) {
      throw new ExampleException(
          "Some examples must be held out to judge by: learnFrom="
              + learnFrom
              + ", examples="
              + examples.size()
              + "; learn from fewer");
    }
    int wanted =
        learnFrom > 0
            ? examples.size() - learnFrom
            : Math.min(
                Math.max(USUAL_HELD_OUT, examples.size() / 10), Math.max(1, examples.size() / 4));
    Map<Integer, List<List<EncodedExample>>> byLabel = new LinkedHashMap<>();
    Map<String, List<EncodedExample>> byInput = new LinkedHashMap<>();
    examples.forEach(
        e -> byInput.computeIfAbsent(e.example().input(), i -> new ArrayList<>()).add(e));
    byInput
        .values()
        .forEach(
            group ->
                byLabel.computeIfAbsent(group.get(0).label(), l -> new ArrayList<>()).add(group));
    Random random = new Random(seed);
    byLabel.values().forEach(groups -> Collections.shuffle(groups, random));
    List<EncodedExample> training = new ArrayList<>();
    List<EncodedExample> heldOut = new ArrayList<>();
    double due = 0;
    for (List<List<EncodedExample>> groups : byLabel.values()) {
      due += (double) wanted * size(groups) / examples.size();
      for (int i = 0; i < groups.size(); i++) {
        List<EncodedExample> group = groups.get(i);
        // of every label something is left to learn from
        boolean last = i == groups.size() - 1;
        boolean hold = !last && heldOut.size() + group.size() <= Math.round(due);
        (hold ? heldOut : training).addAll(group);
      }
    }
    return new Split(training, heldOut);
  }

  private static int size(List<List<EncodedExample>> groups) {
    return groups.stream().mapToInt(List::size).sum();
  }
}
