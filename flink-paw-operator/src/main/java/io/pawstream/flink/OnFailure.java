package io.pawstream.flink;

import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.util.OutputTag;

/**
 * What a binding does with a record that has a failure instead of an answer. Immutable; any thread.
 */
@PublicEvolving
public sealed interface OnFailure extends Serializable {

  /** The job fails with an {@link UnansweredRecordException}. */
  static OnFailure fail() {
    return new Fail();
  }

  /** The record goes on with no outcome for this binding. */
  static OnFailure nullAnswer() {
    return new NullAnswer();
  }

  /**
   * The record goes on with {@code label} as its answer, of confidence and margin 0. The label must
   * be in the label set.
   */
  static OnFailure defaultLabel(String label) {
    return new DefaultLabel(label);
  }

  /** The record goes on with the failure as its outcome; what happens where nothing is chosen. */
  static OnFailure tag() {
    return new Tag();
  }

  /**
   * The record leaves by the side output {@code tag} with all its outcomes, and not by the main
   * output. Where several bindings of a record fail, the first one's side output takes it.
   */
  static OnFailure sideOutput(OutputTag<? extends Answered<?>> tag) {
    return new SideOutput(tag.getId());
  }

  /** See {@link #fail()}. */
  record Fail() implements OnFailure {}

  /** See {@link #nullAnswer()}. */
  record NullAnswer() implements OnFailure {}

  /**
   * See {@link #defaultLabel(String)}.
   *
   * @param label a label of the label set
   */
  record DefaultLabel(String label) implements OnFailure {
    public DefaultLabel {
      Objects.requireNonNull(label, "label");
    }
  }

  /** See {@link #tag()}. */
  record Tag() implements OnFailure {}

  /**
   * See {@link #sideOutput(OutputTag)}.
   *
   * @param id id of the output tag; Flink tells tags apart by it
   */
  record SideOutput(String id) implements OnFailure {
    public SideOutput {
      if (id.isBlank()) {
        throw new IllegalArgumentException("a side output needs an id: id=" + id);
      }
    }
  }
}
