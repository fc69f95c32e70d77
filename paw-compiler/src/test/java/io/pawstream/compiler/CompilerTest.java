package io.pawstream.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.compiler.example.Example;
import io.pawstream.compiler.example.ExampleFile;
import io.pawstream.runtime.interpreter.Interpreters;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerTest {
  @TempDir Path directory;

  @Test
  void learns() {
    List<Example> examples =
        ExampleFile.read(Path.of("src/test/resources/greeting-or-request.jsonl"));
    CompileReport report =
        Compiler.compile(
            CompileRequest.builder(
                    "Is the message a greeting or a request?",
                    examples,
                    Interpreters.known("paw-tiny", null),
                    directory.resolve("kind.paw"))
                .threads(1)
                .createdAt(Instant.EPOCH)
                .build(),
            p -> System.out.println(p),
            () -> false);
    System.out.println(report);
    assertThat(report.accuracy()).isGreaterThan(0.8);
  }
}
