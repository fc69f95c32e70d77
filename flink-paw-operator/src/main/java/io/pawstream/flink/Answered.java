package io.pawstream.flink;

import io.pawstream.flink.typeinfo.AnsweredTypeInfoFactory;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * A record with the outcome of each binding. Immutable as far as the record is; any thread.
 *
 * @param record the record as it came in
 * @param names the bindings' names, in binding order
 * @param outcomes one per name, in the same order; null where a failure was dropped by {@link
 *     OnFailure#nullAnswer()}
 * @param <T> the records
 */
@PublicEvolving
@TypeInfo(AnsweredTypeInfoFactory.class)
public record Answered<T extends @Nullable Object>(
    T record, List<String> names, List<@Nullable Outcome> outcomes) {

  public Answered {
    names = List.copyOf(names);
    outcomes = Collections.unmodifiableList(new ArrayList<>(outcomes));
    if (names.size() != outcomes.size()) {
      throw new IllegalArgumentException(
          "each binding needs one outcome: bindings="
              + names.size()
              + ", outcomes="
              + outcomes.size());
    }
  }

  /**
   * The outcome of binding {@code name}; null where a failure was dropped.
   *
   * @throws IllegalArgumentException if there is no such binding
   */
  public @Nullable Outcome outcome(String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("the name must be one of " + names + ": name=" + name);
    }
    return outcomes.get(index);
  }

  /** The answer of binding {@code name}, or null where it has none. */
  public @Nullable Answer answer(String name) {
    return outcome(name) instanceof Answer answer ? answer : null;
  }

  /** The failure of binding {@code name}, or null where it has none. */
  public @Nullable Failure failure(String name) {
    return outcome(name) instanceof Failure failure ? failure : null;
  }

  /** The text of binding {@code name}'s answer, label or not; null where there is no answer. */
  public @Nullable String text(String name) {
    Answer answer = answer(name);
    return answer == null ? null : answer.value();
  }

  /** The label of binding {@code name}; null where there is no answer or it is free text. */
  public @Nullable String label(String name) {
    Answer answer = answer(name);
    return answer == null || !answer.isLabel() ? null : answer.value();
  }
}
