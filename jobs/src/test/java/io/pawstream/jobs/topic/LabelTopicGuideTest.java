package io.pawstream.jobs.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.jobs.LabelTopic;
import io.pawstream.jobs.internal.jobfile.read.JobFileReader;
import io.pawstream.jobs.testing.JobSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The guide and what the command says about itself. */
class LabelTopicGuideTest {
  private static final Path GUIDE = Path.of("..", "docs", "label-topic.md");

  /** Exit status and everything shown. */
  private record Shown(int status, String out, String err) {}

  static List<String> commands() throws IOException {
    return blocks("sh").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("bin/label-topic"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandIsInOrder(String command) {
    List<String> args = new ArrayList<>();
    Pattern.compile("(?:[^\\s']|'[^']*')+")
        .matcher(command)
        .results()
        .forEach(word -> args.add(word.group().replace("'", "")));
    assertThat(args.remove(0)).isEqualTo("bin/label-topic");
    args.replaceAll(arg -> arg.startsWith("jobs/") ? "../" + arg : arg);
    if (command.contains("reviews-files")) {
      // named from the folder that commands are typed in
      args.add("--source.schema=../examples/schemas/review.avsc");
    }
    args.add("--check");

    Shown shown = run(args.toArray(String[]::new));

    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(shown.err()).contains("exactly-once");
  }

  @Test
  void theFileThatIsShownIsAnExample() throws IOException {
    assertThat(JobFileReader.parse(blocks("yaml").get(0)))
        .isEqualTo(JobFileReader.read(Path.of("examples", "urgent-messages.yaml"), Map.of()));
  }

  @Test
  void theTableHasEveryKey() throws IOException {
    TreeSet<String> real = new TreeSet<>();
    JobSchema schema = JobSchema.read("job.schema.json");
    Map.of(
            "", "",
            "source.", "/properties/source",
            "sink.", "/properties/sink",
            "registry.", "/properties/registry",
            "bindings.NAME.", "/$defs/binding")
        .forEach((prefix, pointer) -> schema.keys(pointer).forEach(key -> real.add(prefix + key)));
    real.removeAll(List.of("source", "sink", "registry", "bindings"));
    assertThat(JobSchema.told(GUIDE)).isEqualTo(real);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--check | a job file must have the key: key=name",
        "none.yaml | a job file must be a readable file of UTF-8 text: file=none.yaml",
        "--chekc | a flag has a value: flag=--chekc",
        "a.yaml b.yaml | one job file can be run: file=a.yaml, file=b.yaml",
        "../jobs/examples/tickets.yaml --sink.tpic=a | the nearest known key is topic",
        "../jobs/examples/tickets.yaml --flink.paw.async.capcity=1 | paw.async.capacity",
        "../jobs/examples/tickets.yaml --name.a=1 | a flag must lead to a key: --name.a, key=name",
      })
  void whatCannotBeUsedStartsNothing(String words, String told) {
    Shown shown = run(words.split(" "));

    assertThat(shown.status()).isEqualTo(2);
    assertThat(shown.err()).startsWith("label-topic: ").contains(told).doesNotContain("\tat ");
  }

  @Test
  void helpAndVersion() {
    Shown help = run("--help");
    assertThat(help.status()).isZero();
    assertThat(help.out()).contains("Usage: label-topic", "--check");
    assertThat(run("--version").out()).startsWith("label-topic 0.");
  }

  private static Shown run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        LabelTopic.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), args);
    return new Shown(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** Code of one language in the guide. */
  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(GUIDE, UTF_8))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }
}
