package io.pawstream.jobs;

import static io.pawstream.jobs.CommandLine.label;
import static io.pawstream.jobs.CommandLine.labelFiles;
import static io.pawstream.jobs.CommandLine.program;
import static io.pawstream.jobs.CommandLine.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pawstream.jobs.CommandLine.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Directories, patterns, partitions, failed rows, and runs that are started again. */
class LabelManyFilesTest {
  private static final String WORDS = "--field text --program urgency --deterministic";

  @TempDir Path directory;
  private Path data;
  private Path labelled;

  @BeforeEach
  void makeFiles() throws IOException {
    data = directory.resolve("data");
    labelled = directory.resolve("labelled");
    write("2026-01/a.jsonl", row(1, "north", "fix it now"), row(2, "south", "no hurry"));
    write("2026-02/b.jsonl", row(3, "north", "whenever you like"));
    write("c.csv", "id,site,text", "4,a/b,help at once", "5,,some day");
    write("_SUCCESS");
    write("2026-01/.hidden.jsonl", "no row");
  }

  @Test
  void aDirectoryIsLabelledFileByFile() throws IOException {
    Shown shown = label(data, labelled, WORDS + " --parallelism 2");

    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(outputs()).containsExactly("2026-01/a.jsonl", "2026-02/b.jsonl", "c.csv");
    assertThat(ids(labelled.resolve("2026-01/a.jsonl"))).containsExactly(1, 2);
    assertThat(ids(labelled.resolve("2026-02/b.jsonl"))).containsExactly(3);
    assertThat(Files.readAllLines(labelled.resolve("c.csv"))).hasSize(3);
    assertThat(shown.out()).contains("5 rows in");
    assertThat(staged()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'*/*.jsonl', '2026-01/a.jsonl 2026-02/b.jsonl'",
    "'**.jsonl', '2026-01/a.jsonl 2026-02/b.jsonl'",
    "'2026-0[2-9]/*', '2026-02/b.jsonl'",
    "'{c,d}.csv', 'c.csv'"
  })
  void aPatternFindsFiles(String pattern, String expected) throws IOException {
    Shown shown = labelFiles(words("--input", data + "/" + pattern, "--output", labelled));

    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(outputs()).containsExactly(expected.split(" "));
  }

  @Test
  void inputsMayBeRepeatedAndPutIntoOneFormat() throws IOException {
    Shown shown =
        labelFiles(
            words(
                "--input",
                data.resolve("2026-01"),
                "--input",
                data.resolve("c.csv"),
                "--output",
                labelled,
                "--output-format",
                "jsonl",
                "--compress",
                "gzip"));

    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(outputs()).containsExactly("a.jsonl.gz", "c.csv.jsonl.gz");
  }

  @ParameterizedTest
  @CsvSource({
    "'none/*.jsonl', the directory of a pattern must exist",
    "'*.none', an input must have a file",
    "'{a', a pattern must be well formed",
    "'none', the input file must exist"
  })
  void whatFindsNothingIsRefused(String input, String message) {
    Shown shown = labelFiles(words("--input", data + "/" + input, "--output", labelled));

    assertThat(shown.status()).isEqualTo(2);
    assertThat(shown.err()).contains(message).hasLineCount(1);
    assertThat(labelled).doesNotExist();
  }

  @Test
  void outputsAndInputsKeepApart() throws IOException {
    Shown within = label(data, data.resolve("labelled"), WORDS);
    Shown around = label(data, directory, WORDS);
    Shown file = label(data, write("file.jsonl"), WORDS);

    assertThat(List.of(within.status(), around.status(), file.status())).containsOnly(2);
    assertThat(within.err()).contains("the output must not lie in an input");
    assertThat(around.err()).contains("an input must not lie in the output");
    assertThat(file.err()).contains("the output of several files must be a directory");
  }

  @Test
  void partitionsByAProgramAreItsLabels() throws IOException {
    Shown shown = label(data.resolve("2026-01"), labelled, WORDS + " --partition-by urgency");

    assertThat(shown.status()).as(shown.err()).isZero();
    List<Integer> all = new ArrayList<>();
    for (String output : outputs()) {
      assertThat(output).matches("urgency=(immediate|wait)/part-[0-9a-f]{8}-a.jsonl");
      for (JsonNode row : rows(labelled.resolve(output))) {
        String label = row.at("/paw/urgency/label").textValue();
        assertThat(output).startsWith("urgency=" + label + "/");
        all.add(row.get("id").intValue());
      }
    }
    assertThat(all).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void partitionsByAFieldAreItsValues() throws IOException {
    Shown shown = label(data, labelled, WORDS + " --partition-by site --output-format jsonl");

    assertThat(shown.status()).as(shown.err()).isZero();
    TreeMap<String, List<Integer>> found = new TreeMap<>();
    for (String output : outputs()) {
      found
          .computeIfAbsent(output.substring(0, output.indexOf('/')), any -> new ArrayList<>())
          .addAll(ids(labelled.resolve(output)));
    }
    assertThat(found.keySet())
        .containsExactly(
            "site=__HIVE_DEFAULT_PARTITION__", "site=a%2Fb", "site=north", "site=south");
    assertThat(found.get("site=north")).containsExactlyInAnyOrder(1, 3);
    assertThat(found.get("site=a%2Fb")).containsExactly(4);
    assertThat(found.get("site=__HIVE_DEFAULT_PARTITION__")).containsExactly(5);
  }

  @Test
  void tooManyPartitionsEndTheRunWithoutAnOutput() throws IOException {
    String[] many = new String[257];
    for (int i = 0; i < many.length; i++) {
      many[i] = row(i, "site-" + i, "help");
    }
    write("many/rows.jsonl", many);

    Shown shown =
        label(
            data.resolve("many"),
            labelled,
            "--field text --program urgency --partition-by site --quiet");

    assertThat(shown.status()).isEqualTo(1);
    assertThat(shown.err()).contains("at most 256 directories", "--partition-by=site");
    assertThat(outputs()).isEmpty();
    assertThat(staged()).isEmpty();
  }

  @Test
  void failedRowsHaveFilesOfTheirOwn() throws IOException {
    Path failed = directory.resolve("failed");
    write(
        "2026-02/b.jsonl",
        row(3, "north", "help"),
        "{\"id\":6}",
        "{\"text\":\"no end",
        row(7, "s", "a"));

    Shown shown = label(data, labelled, WORDS + " --failed-rows " + failed);

    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(ids(labelled.resolve("2026-02/b.jsonl"))).containsExactly(3, 7);
    List<JsonNode> rows = rows(failed.resolve("2026-02/b.jsonl.failed.jsonl"));
    assertThat(rows).extracting(row -> row.get("row").intValue()).containsExactly(2, 3);
    assertThat(rows)
        .extracting(row -> row.at("/record/paw/urgency/failure/reason").textValue())
        .containsExactly("null_input", "invalid_record");
    assertThat(rows.get(0).at("/record/id").intValue()).isEqualTo(6);
    assertThat(rows.get(1).at("/record/raw").textValue()).isEqualTo("{\"text\":\"no end");
  }

  @Test
  void aFailedRowTellsLengthAndDigestOfItsText() throws IOException {
    Path input = write("one.jsonl", row(1, "n", "ü".repeat(9_000)));
    Path failed = directory.resolve("failed.jsonl");
    Path output = directory.resolve("out.jsonl");

    Shown shown = label(input, output, WORDS + " --failed-rows " + failed);

    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(output).isEmptyFile();
    JsonNode row = rows(failed).get(0);
    assertThat(row.get("text_bytes").intValue()).isEqualTo(18_000);
    assertThat(row.get("text_sha256").textValue()).matches("[0-9a-f]{64}");
    assertThat(row.at("/record/paw/urgency/failure/reason").textValue())
        .isEqualTo("input_too_long");
  }

  @Test
  void aSecondRunDoesWhatHasChangedAndNothingElse() throws IOException {
    label(data, labelled, WORDS);
    Path a = labelled.resolve("2026-01/a.jsonl");
    Path c = labelled.resolve("c.csv");
    FileTime before = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(a, before);
    Files.setLastModifiedTime(c, before);
    write("2026-02/b.jsonl", row(3, "north", "whenever"), row(8, "west", "help"));
    write("d.jsonl", row(9, "east", "help"));
    Files.delete(c);

    Shown second = label(data, labelled, WORDS);

    assertThat(second.status()).as(second.err()).isZero();
    assertThat(second.err())
        .contains(
            "finished     1 files are passed over",
            "again        1 finished files have changed since",
            "again        1 finished files have lost their outputs");
    assertThat(second.out()).contains("5 rows in");
    assertThat(Files.getLastModifiedTime(a)).isEqualTo(before);
    assertThat(ids(labelled.resolve("2026-02/b.jsonl"))).containsExactly(3, 8);
    assertThat(ids(labelled.resolve("d.jsonl"))).containsExactly(9);
    assertThat(Files.readAllLines(c)).hasSize(3);

    Shown third = label(data, labelled, WORDS);
    assertThat(third.status()).isZero();
    assertThat(third.err()).contains("4 files are passed over", "Nothing to do in");

    Shown other = label(data, labelled, WORDS + " --program sentiment");
    assertThat(other.status()).isZero();
    assertThat(other.err()).contains("4 files were finished with other programs or options");
    assertThat(rows(a).get(0).at("/paw/sentiment/label").isMissingNode()).isFalse();
  }

  @Test
  void partitionsThatAChangedFileNoLongerHasAreTakenAway() throws IOException {
    String words = WORDS + " --partition-by site --output-format jsonl";
    label(data, labelled, words);
    write("2026-01/a.jsonl", row(1, "west", "fix it now"));

    Shown second = label(data, labelled, words);

    assertThat(second.status()).as(second.err()).isZero();
    List<Integer> all = new ArrayList<>();
    for (String output : outputs()) {
      all.addAll(ids(labelled.resolve(output)));
    }
    assertThat(all).containsExactlyInAnyOrder(1, 3, 4, 5);
    assertThat(outputs()).noneMatch(output -> output.startsWith("site=south"));
  }

  @Test
  void aFailingFileLeavesTheFinishedOnes() throws IOException {
    write("z.jsonl", row(10, "n", "a"), "{\"id\":11}");

    Shown failing = label(data, labelled, WORDS + " --on-failure fail");

    assertThat(failing.status()).isEqualTo(1);
    assertThat(outputs()).doesNotContain("z.jsonl");
    assertThat(staged()).isEmpty();

    write("z.jsonl", row(10, "n", "a"));
    Shown again = label(data, labelled, WORDS + " --on-failure fail");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(outputs()).containsExactly("2026-01/a.jsonl", "2026-02/b.jsonl", "c.csv", "z.jsonl");
  }

  private Object[] words(Object... first) {
    List<Object> words = new ArrayList<>(List.of(first));
    words.addAll(List.of("--field", "text", "--program", program("urgency"), "--deterministic"));
    return words.toArray();
  }

  private static String row(int id, String site, String text) {
    return "{\"id\":" + id + ",\"site\":\"" + site + "\",\"text\":\"" + text + "\"}";
  }

  private Path write(String name, String... lines) throws IOException {
    Path file = data.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, List.of(lines));
  }

  private static List<Integer> ids(Path file) throws IOException {
    return rows(file).stream().map(row -> row.get("id").asInt()).toList();
  }

  /** What is in the output directory, the hidden notes aside. */
  private TreeSet<String> outputs() throws IOException {
    return below(labelled, false);
  }

  private TreeSet<String> staged() throws IOException {
    TreeSet<String> hidden = below(labelled, true);
    hidden.removeIf(name -> !name.contains("staging"));
    return hidden;
  }

  private static TreeSet<String> below(Path top, boolean hidden) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(top)) {
      files
          .filter(Files::isRegularFile)
          .map(file -> top.relativize(file).toString())
          .filter(name -> name.startsWith(".label-files/") == hidden)
          .forEach(names::add);
    }
    return names;
  }
}
