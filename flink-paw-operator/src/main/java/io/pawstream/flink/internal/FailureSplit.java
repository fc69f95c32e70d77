package io.pawstream.flink.internal;

import io.pawstream.flink.Answered;
import io.pawstream.flink.Binding;
import io.pawstream.flink.OnFailure;
import io.pawstream.flink.typeinfo.AnsweredTypeInfo;
import io.pawstream.runtime.answer.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Sends each record to one place: the side output of its first failed binding that has one, else
 * the main output. An operator of its own because an async function has no side outputs. One
 * thread.
 *
 * @param <T> the records
 */
@Internal
public final class FailureSplit<T> extends ProcessFunction<Answered<T>, Answered<T>> {
  private static final long serialVersionUID = 1L;

  private final Map<String, OutputTag<Answered<T>>> tags;

  private FailureSplit(Map<String, OutputTag<Answered<T>>> tags) {
    this.tags = tags;
  }

  /** Whether any binding has a side output. */
  public static boolean isNeeded(List<Binding> bindings) {
    return bindings.stream().anyMatch(b -> b.onFailure() instanceof OnFailure.SideOutput);
  }

  /** The split for the side outputs of {@code bindings}. */
  public static <T> FailureSplit<T> of(List<Binding> bindings, TypeInformation<T> recordType) {
    Map<String, OutputTag<Answered<T>>> tags = new LinkedHashMap<>();
    for (Binding binding : bindings) {
      if (binding.onFailure() instanceof OnFailure.SideOutput side) {
        tags.put(binding.name(), new OutputTag<>(side.id(), AnsweredTypeInfo.of(recordType)));
      }
    }
    return new FailureSplit<>(tags);
  }

  @Override
  public void processElement(Answered<T> value, Context context, Collector<Answered<T>> out) {
    for (Map.Entry<String, OutputTag<Answered<T>>> tag : tags.entrySet()) {
      if (value.outcome(tag.getKey()) instanceof Failure) {
        context.output(tag.getValue(), value);
        return;
      }
    }
    out.collect(value);
  }
}
