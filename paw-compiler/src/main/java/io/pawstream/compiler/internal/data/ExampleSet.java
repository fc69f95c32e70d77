package io.pawstream.compiler.internal.data;

import io.pawstream.compiler.example.Example;
import io.pawstream.compiler.example.ExampleException;
import io.pawstream.runtime.program.LabelSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Examples that a program can be learned from. Immutable; any thread.
 *
 * @param examples all different
 * @param labels the label set; null for free text
 * @param repeated how many were left out because they repeat another
 * @param contradictory how many inputs have more than one output
 * @param warnings what may make the program worse than it could be
 */
public record ExampleSet(
    List<Example> examples,
    @Nullable LabelSet labels,
    int repeated,
    int contradictory,
    List<String> warnings) {
  private static final int LEAST = 20;
  private static final int FEW = 60;
  private static final int FEW_PER_LABEL = 5;
  private static final int MOST_OUTPUTS_OF_A_SET = 20;

  public ExampleSet {
    examples = List.copyOf(examples);
    warnings = List.copyOf(warnings);
  }

  /**
   * Checks examples.
   *
   * @param wanted labels in order, empty for free text, null to decide by the outputs: labels where
   *     there are at most 20 different ones and each occurs at least twice
   * @throws ExampleException if there is too little to learn from, or an output is no label
   */
  public static ExampleSet of(List<Example> all, @Nullable List<String> wanted) {
    Set<List<String>> seen = new HashSet<>();
    List<Example> examples =
        all.stream().filter(e -> seen.add(List.of(e.input(), e.output()))).toList();
    Map<String, Integer> outputs = new LinkedHashMap<>();
    examples.forEach(example -> outputs.merge(example.output(), 1, Integer::sum));
    int repeated = all.size() - examples.size();
    requireEnough(examples.size(), repeated, outputs.size());
    LabelSet labels = wanted == null ? closedSet(outputs) : forced(wanted, examples);
    List<String> warnings = new ArrayList<>();
    if (examples.size() < FEW) {
      warnings.add(
          "A program is seldom good with fewer than "
              + FEW
              + " examples: examples="
              + examples.size()
              + "; write more");
    }
    int contradictory = contradictory(examples);
    if (contradictory > 0) {
      warnings.add(
          "An input should have one output: inputs with several="
              + contradictory
              + "; such examples teach nothing, decide for one");
    }
    if (labels != null) {
      for (int i = 0; i < labels.size(); i++) {
        int count = outputs.getOrDefault(labels.labels().get(i), 0);
        if (count < FEW_PER_LABEL) {
          warnings.add(
              "A label should have at least "
                  + FEW_PER_LABEL
                  + " examples: label number "
                  + (i + 1)
                  + ", examples="
                  + count);
        }
      }
    }
    return new ExampleSet(examples, labels, repeated, contradictory, warnings);
  }

  private static void requireEnough(int examples, int repeated, int outputs) {
    if (examples < LEAST) {
      throw new ExampleException(
          "There must be at least "
              + LEAST
              + " different examples: examples="
              + examples
              + ", repeated="
              + repeated
              + "; write more, 100 to 500 are good");
    }
    if (outputs < 2) {
      throw new ExampleException(
          "Examples must have at least two different outputs: outputs="
              + outputs
              + "; add examples of what is answered otherwise");
    }
  }

  private static @Nullable LabelSet closedSet(Map<String, Integer> outputs) {
    if (outputs.size() > MOST_OUTPUTS_OF_A_SET
        || outputs.values().stream().anyMatch(count -> count < 2)) {
      return null;
    }
    try {
      return new LabelSet(new ArrayList<>(outputs.keySet()));
    } catch (IllegalArgumentException e) {
      // such as a text of several lines: no label, but an answer
      return null;
    }
  }

  private static @Nullable LabelSet forced(List<String> wanted, List<Example> examples) {
    if (wanted.isEmpty()) {
      return null;
    }
    LabelSet labels;
    try {
      labels = new LabelSet(wanted);
    } catch (IllegalArgumentException e) {
      throw new ExampleException(String.valueOf(e.getMessage()), e);
    }
    Set<String> known = new LinkedHashSet<>(wanted);
    for (Example example : examples) {
      if (!known.contains(example.output())) {
        throw new ExampleException(
            "Every output must be one of the labels: line="
                + example.line()
                + ", labels="
                + wanted.size()
                + "; correct it, or add it to the labels");
      }
    }
    return labels;
  }

  private static int contradictory(List<Example> examples) {
    Map<String, Integer> outputs = new HashMap<>();
    examples.forEach(example -> outputs.merge(example.input(), 1, Integer::sum));
    return (int) outputs.values().stream().filter(count -> count > 1).count();
  }
}
