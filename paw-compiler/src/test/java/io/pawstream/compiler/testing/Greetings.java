package io.pawstream.compiler.testing;

import io.pawstream.compiler.CompileRequest;
import io.pawstream.compiler.example.Example;
import io.pawstream.compiler.example.ExampleFile;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A task that the demonstration interpreter was never asked: greeting or request. */
public final class Greetings {
  public static final String SPEC = "Is the message a greeting or a request?";
  public static final List<Example> EXAMPLES =
      ExampleFile.read(Path.of("src/test/resources/greeting-or-request.jsonl"));

  private Greetings() {}

  public static Interpreter tiny() {
    return Interpreters.known("paw-tiny", null);
  }

  /** All examples, as many epochs as are good. */
  public static CompileRequest.Builder request(Path output) {
    return CompileRequest.builder(SPEC, EXAMPLES, tiny(), output)
        .threads(1)
        .createdAt(Instant.EPOCH);
  }

  /** A few seconds: some examples, three epochs. */
  public static CompileRequest.Builder quick(Path output) {
    return CompileRequest.builder(SPEC, EXAMPLES.subList(0, 40), tiny(), output)
        .epochs(3)
        .threads(1)
        .createdAt(Instant.EPOCH);
  }
}
