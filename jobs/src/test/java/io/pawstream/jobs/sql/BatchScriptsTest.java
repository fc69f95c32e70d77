package io.pawstream.jobs.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.jobs.RunSql;
import io.pawstream.jobs.internal.sql.SqlRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that read and write files. */
class BatchScriptsTest {
  private static final int MESSAGES = 260;

  @TempDir Path directory;

  @BeforeEach
  void messages() throws IOException {
    Files.copy(Path.of("..", "examples", "messages.jsonl"), directory.resolve("messages.jsonl"));
  }

  private Map<String, String> places() {
    return Map.of("file:///data/", directory.toUri().toString());
  }

  private List<List<String>> labelled(int columns) throws IOException {
    List<List<String>> rows = Scripts.csv(directory.resolve("labelled"));
    assertThat(rows).hasSize(MESSAGES).allSatisfy(row -> assertThat(row).hasSize(columns));
    assertThat(rows.stream().map(row -> row.get(0)).distinct()).hasSize(MESSAGES);
    return rows;
  }

  @Test
  void labelFiles() throws Exception {
    Path script = directory.resolve("label-files.sql");
    Files.writeString(script, Scripts.text("label-files.sql", places()));

    RunSql.main(new String[] {script.toString()});

    assertThat(labelled(5))
        .allSatisfy(row -> assertThat(row.get(2)).isIn("immediate", "wait"))
        .allSatisfy(row -> assertThat(Double.parseDouble(row.get(3))).isBetween(0.5, 1.0))
        .allSatisfy(row -> assertThat(row.get(4)).isEmpty());
  }

  @Test
  void theGuideShowsTheScript() throws Exception {
    String script = Files.readString(Path.of("sql", "label-files.sql"));

    assertThat(Files.readString(Path.of("..", "docs", "sql.md")))
        .contains(script.substring(script.indexOf("SET ")).strip());
  }

  @Test
  void twoModels() throws Exception {
    SqlRun.start(Scripts.read("two-models.sql", places()));

    assertThat(labelled(3))
        .allSatisfy(row -> assertThat(row.get(1)).isIn("immediate", "wait"))
        .allSatisfy(row -> assertThat(row.get(2)).isIn("positive", "negative", "neutral"));
  }

  @Test
  void secondOpinion() throws Exception {
    SqlRun.start(
        Scripts.read(
            "second-opinion.sql",
            Map.of(
                "file:///data/", directory.toUri().toString(),
                "urgency-compact", "urgency",
                "urgency-standard", "sentiment")));

    List<List<String>> rows = labelled(4);
    List<List<String>> certain = rows.stream().filter(r -> r.get(3).equals("compact")).toList();
    List<List<String>> doubtful = rows.stream().filter(r -> r.get(3).equals("standard")).toList();
    assertThat(certain.size() + doubtful.size()).isEqualTo(MESSAGES);
    assertThat(certain)
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.get(1)).isIn("immediate", "wait"))
        .allSatisfy(row -> assertThat(Double.parseDouble(row.get(2))).isBetween(0.95, 1.0));
    assertThat(doubtful)
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.get(1)).isIn("positive", "negative", "neutral"));
  }
}
