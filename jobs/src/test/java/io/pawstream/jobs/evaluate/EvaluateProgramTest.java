package io.pawstream.jobs.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.jobs.EvaluateProgram;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.schemas.EvaluationRow;
import io.pawstream.schemas.PawAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole evaluations with a real program. */
class EvaluateProgramTest {
  private static final Path MESSAGES = Path.of("..", "examples", "messages.jsonl");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** Exit status and everything shown. */
  private record Shown(int status, String out, String err) {}

  @Test
  void theFiguresAreThoseOfAPlainLoop() throws Exception {
    Map<String, Integer> confusion = new TreeMap<>();
    int right = 0;
    double sure = 0;
    List<String> lines = Files.readAllLines(MESSAGES, UTF_8);
    try (Paw paw = Paw.open();
        PawProgram program = paw.load(program())) {
      for (String line : lines) {
        JsonNode row = JSON.readTree(line);
        Answer answer = (Answer) program.apply(row.get("text").textValue());
        String expected = row.get("urgency").textValue();
        confusion.merge(
            program.labels().indexOf(expected) + " " + program.labels().indexOf(answer.value()),
            1,
            Integer::sum);
        right += answer.value().equals(expected) ? 1 : 0;
        sure += answer.confidence();
      }
    }

    Shown shown = evaluate("--source.files=" + MESSAGES, "--report.accuracy-goal=0.85");

    assertThat(shown.status()).as(shown.err()).isZero();
    JsonNode report = report();
    assertThat(report.get("rows").intValue()).isEqualTo(lines.size());
    assertThat(report.at("/accuracy/right").intValue()).isEqualTo(right);
    assertThat(report.at("/accuracy/value").doubleValue()).isEqualTo((double) right / lines.size());
    JsonNode counts = report.at("/confusion/counts");
    confusion.forEach(
        (cell, count) -> {
          String[] at = cell.split(" ");
          assertThat(counts.get(Integer.parseInt(at[0])).get(Integer.parseInt(at[1])).intValue())
              .isEqualTo(count);
        });
    double binned = 0;
    for (JsonNode bin : report.at("/calibration/bins")) {
      binned += bin.get("count").intValue() * bin.get("confidence").asDouble();
    }
    assertThat(binned).isCloseTo(sure, within(0.05));
    assertThat(report.at("/threshold/accuracy").doubleValue()).isGreaterThanOrEqualTo(0.85);
    assertThat(report.at("/calibration/learnt/rows").intValue()).isEqualTo(lines.size());
    assertThat(report.get("least_certain")).hasSize(10);
    assertThat(report.at("/least_certain/0/input").textValue()).isNotEmpty();
    assertThat(report.get("micro_batch").doubleValue()).isGreaterThan(1);
    assertThat(shown.out())
        .contains("accuracy   ", "threshold  ", "report     " + folder.resolve("report.json"));
  }

  @Test
  void manyFilesInManySubtasksAreOneEvaluation() throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(MESSAGES, UTF_8));
    lines.set(3, lines.get(3).replace("\"urgency\"", "\"other\""));
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Files.write(parts.resolve("a.jsonl"), lines.subList(0, 100));
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(parts.resolve("b.jsonl.gz")))) {
      out.write(String.join("\n", lines.subList(100, lines.size())).getBytes(UTF_8));
    }
    Path rows = folder.resolve("rows");

    Shown shown =
        evaluate(
            "--source.files=" + parts,
            "--flink.parallelism.default=2",
            "--report.rows=" + rows,
            "--report.inputs=true",
            "--report.html=" + folder.resolve("report.html"),
            "--report.at-least=0.999");

    assertThat(shown.status()).as(shown.err()).isEqualTo(3);
    JsonNode report = report();
    assertThat(report.get("rows").intValue()).isEqualTo(lines.size() - 1);
    assertThat(report.get("rows_without_answer").intValue()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("report.html"))).contains("<h2>Confusion</h2>");
    List<EvaluationRow> written = new ArrayList<>();
    for (Path file : files(rows)) {
      try (DataFileReader<EvaluationRow> reader =
          new DataFileReader<>(file.toFile(), new SpecificDatumReader<>(EvaluationRow.class))) {
        reader.forEach(written::add);
      }
    }
    assertThat(written).hasSize(lines.size() - 1);
    assertThat(written.stream().filter(EvaluationRow::getCorrect))
        .hasSize(report.at("/accuracy/right").intValue());
    assertThat(written).allMatch(row -> row.getInput() != null && row.getMillis() >= 0);
    assertThat(written).allMatch(row -> ((PawAnswer) row.getOutcome()).getScores().size() == 2);
    assertThat(files(folder)).noneMatch(file -> file.toString().endsWith(".staging"));
  }

  @Test
  void csvIsRead() throws Exception {
    Path file = folder.resolve("rows.csv");
    Files.writeString(
        file, "message,right\n\"Down, all of it: help now!\",immediate\nno hurry,can wait\n");

    Shown shown =
        evaluate(
            "--source.files=" + file,
            "--source.format=csv",
            "--source.field=message",
            "--source.expected=right");

    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(report().get("rows").intValue()).isEqualTo(2);
  }

  @Test
  void aRowThatCannotBeReadEndsIt() throws Exception {
    Path file = folder.resolve("rows.jsonl");
    Files.writeString(file, "{\"text\":\"a\",\"urgency\":\"immediate\"}\n{\"text\":\"secret\n");

    Shown shown = evaluate("--source.files=" + file);

    assertThat(shown.status()).isEqualTo(1);
    assertThat(shown.err())
        .contains("row=2")
        .contains("every row of a file to evaluate with must be usable")
        .doesNotContain("secret");
    assertThat(folder.resolve("report.json")).doesNotExist();
  }

  @Test
  void rowsWithoutARightAnswerAreNoEvaluation() throws Exception {
    Path file = folder.resolve("rows.jsonl");
    Files.writeString(file, "{\"text\":\"a\"}\n");

    Shown shown = evaluate("--source.files=" + file);

    assertThat(shown.status()).isEqualTo(1);
    assertThat(shown.err()).contains("there must be rows with a right answer", "without one=1");
  }

  private Shown evaluate(String... flags) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--source.expected=urgency",
                "--program.reference=" + program(),
                "--report.json=" + folder.resolve("report.json"),
                "--flink.parallelism.default=1",
                "--flink.restart-strategy.type=none"));
    args.addAll(Arrays.asList(flags));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        EvaluateProgram.run(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            args.toArray(String[]::new));
    return new Shown(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  private static String program() {
    return Path.of("..", "programs", "urgency.paw").toString();
  }

  private JsonNode report() throws IOException {
    return JSON.readTree(folder.resolve("report.json").toFile());
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
