package io.pawstream.jobs.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.jobs.RunExample;
import io.pawstream.jobs.internal.jobfile.JobFile;
import io.pawstream.jobs.internal.jobfile.read.JobFileReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Calls of {@code run-example} in this process.
 *
 * @param status the exit status
 * @param out what was shown on standard output
 * @param err and on standard error
 */
public record ExampleCall(int status, String out, String err) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static ExampleCall of(List<String> args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        RunExample.run(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            args.toArray(String[]::new));
    return new ExampleCall(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** The job file of an example. */
  public static Path file(String example) {
    return Path.of("examples", example + ".yaml");
  }

  /** The example with its job file, whose programs are found from here. */
  public static List<String> args(String example, String... more) {
    JobFile job = JobFileReader.read(file(example), Map.of());
    List<String> args = new ArrayList<>(List.of(example, file(example).toString()));
    job.bindings()
        .forEach(
            (binding, spec) -> args.add("--bindings." + binding + ".program=../" + spec.program()));
    args.add("--flink.restart-strategy.type=none");
    args.addAll(List.of(more));
    return args;
  }

  /** Runs an example from its data to files in {@code output}. */
  public static ExampleCall onFiles(String example, String data, Path output, String... more) {
    List<String> args = args(example, more);
    args.add("--input=../examples/" + data);
    args.add("--output=" + output);
    ExampleCall call = of(args);
    assertThat(call.status()).as(call.err()).isZero();
    return call;
  }

  /** The lines of a file; none where it is not there. */
  public static List<JsonNode> rows(Path folder, String topic) throws IOException {
    Path file = folder.resolve(topic + ".jsonl");
    if (!Files.exists(file)) {
      return List.of();
    }
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file, UTF_8)) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }
}
