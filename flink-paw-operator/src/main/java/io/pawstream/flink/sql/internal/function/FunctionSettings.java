package io.pawstream.flink.sql.internal.function;

import io.pawstream.flink.Binding;
import io.pawstream.flink.PawConfigOptions;
import io.pawstream.flink.internal.HubPrograms;
import io.pawstream.flink.internal.PawConfiguration;
import io.pawstream.flink.sql.internal.Timeouts;
import io.pawstream.runtime.PawOptions;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.functions.SpecializedFunction.SpecializedContext;
import org.apache.flink.table.types.inference.CallContext;

/**
 * One call of a function in a statement. Immutable; any thread.
 *
 * @param binding the program it names; failures become NULL
 * @param options interpreter and engine, of the session
 */
record FunctionSettings(Binding binding, PawOptions options) implements Serializable {

  /**
   * Reads a call.
   *
   * @throws ValidationException if the program is not written out, or is not a reference
   */
  static FunctionSettings of(String function, SpecializedContext context) {
    CallContext call = context.getCallContext();
    // Asked for the value of a column, Flink fails with an assertion.
    String program =
        (call.isArgumentLiteral(0)
                ? call.getArgumentValue(0, String.class)
                : Optional.<String>empty())
            .orElseThrow(
                () ->
                    new ValidationException(
                        "the program must be written out, so that it is loaded before the first"
                            + " row: function="
                            + function
                            + "; write "
                            + function
                            + "('reference', text)"));
    ReadableConfig session = context.getConfiguration();
    try {
      Binding binding = Binding.of(program);
      Duration deadline =
          Timeouts.before(session.get(ExecutionConfigOptions.TABLE_EXEC_ASYNC_SCALAR_TIMEOUT));
      if (deadline != null) {
        binding = binding.withOptions(binding.options().withDeadline(deadline));
      }
      boolean moving = session.get(PawConfigOptions.ALLOW_MOVING);
      return new FunctionSettings(
          HubPrograms.pinned(List.of(binding), moving).get(0),
          PawConfiguration.options(PawOptions.DEFAULT, session));
    } catch (RuntimeException e) {
      throw new ValidationException("function=" + function + ": " + e.getMessage(), e);
    }
  }
}
