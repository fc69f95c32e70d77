package io.pawstream.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.docs.Mark.Kind;
import io.pawstream.jobs.internal.sql.SqlRun;
import io.pawstream.jobs.internal.sql.SqlScript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements on the pages run, over the first messages of the examples. */
class SqlBlocksTest {
  private static final int ROWS = 8;
  private static final String TABLE =
      """
      SET 'execution.runtime-mode' = 'batch';
      CREATE TABLE messages (id BIGINT, text STRING)
      WITH ('connector' = 'filesystem', 'format' = 'json', 'path' = 'file:///data/messages.jsonl');
      """;

  @TempDir Path data;

  static Stream<Arguments> blocks() throws IOException {
    return Places.pages().stream()
        .flatMap(
            page ->
                page.blocks().stream()
                    .filter(block -> block.language().equals("sql") && block.mark().is(Kind.RUN))
                    .map(block -> Arguments.of(block, page.after(block))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("blocks")
  void runs(Block block, Optional<Block> next) throws Exception {
    List<String> messages =
        Files.readAllLines(Places.REPOSITORY.resolve("examples/messages.jsonl"), UTF_8);
    Files.write(data.resolve("messages.jsonl"), messages.subList(0, ROWS));
    String text = block.text().contains("CREATE TABLE messages") ? "" : TABLE;
    text += block.text().strip().endsWith(";") ? block.text() : block.text() + ";";

    String printed =
        printed(
            text.replace("/programs/", Places.PROGRAMS + "/")
                .replace("file:///data/", data.toUri().toString()));

    next.filter(output -> output.mark().is(Kind.OUTPUT))
        .ifPresent(
            output ->
                assertThat(Shown.missing(output, printed))
                    .as("%s: a line that was not printed; it printed:%n%s", output.at(), printed)
                    .isEmpty());
  }

  private static String printed(String script) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, UTF_8));
    try {
      SqlRun.start(SqlScript.parse(script)).await();
    } finally {
      System.setOut(before);
    }
    return out.toString(UTF_8);
  }
}
