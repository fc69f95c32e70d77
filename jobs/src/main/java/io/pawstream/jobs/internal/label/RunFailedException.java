package io.pawstream.jobs.internal.label;

import io.pawstream.jobs.internal.files.UnwritableRowException;
import io.pawstream.rows.UnreadableInputException;
import io.pawstream.runtime.engine.EngineUnavailableException;
import io.pawstream.runtime.interpreter.InterpreterException;
import io.pawstream.runtime.program.ProgramException;
import java.util.List;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/** A run failed; outputs of unfinished files were not written. */
public final class RunFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What Flink wraps up that already says what is wrong and what to do. */
  private static final List<Class<? extends Throwable>> SPEAKING =
      List.of(
          RowFailedException.class,
          UnreadableInputException.class,
          UnwritableRowException.class,
          ProgramException.class,
          InterpreterException.class,
          EngineUnavailableException.class);

  RunFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The same with the message that helps most among the causes. */
  static RunFailedException becauseOf(Throwable failure) {
    for (Class<? extends Throwable> type : SPEAKING) {
      Throwable cause = ExceptionUtils.findThrowable(failure, type).orElse(null);
      if (cause != null) {
        return new RunFailedException(String.valueOf(cause.getMessage()), failure);
      }
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new RunFailedException(root.toString(), failure);
  }
}
