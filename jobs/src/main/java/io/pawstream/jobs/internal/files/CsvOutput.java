package io.pawstream.jobs.internal.files;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.Outcome;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** The columns of a CSV file and seven more per program. One thread. */
final class CsvOutput implements RowOutput {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

  /** After {@code paw.}, the program and a dot. */
  private static final List<String> COLUMNS =
      List.of("answer", "confidence", "margin", "finish", "truncated", "program", "failure");

  private final CSVPrinter out;
  private final List<String> kept;

  CsvOutput(Writer writer, List<String> columns, List<String> programs) throws IOException {
    List<String> added =
        programs.stream()
            .flatMap(program -> COLUMNS.stream().map(c -> "paw." + program + "." + c))
            .toList();
    // of an earlier run with the same program only its answers are replaced
    kept = columns.stream().filter(column -> !added.contains(column)).toList();
    out = new CSVPrinter(writer, CSVFormat.RFC4180.builder().setRecordSeparator('\n').get());
    List<String> header = new ArrayList<>(kept);
    header.addAll(added);
    out.printRecord(header);
  }

  @Override
  public void write(FileRow row, List<@Nullable Outcome> outcomes) throws IOException {
    Map<String, Object> members = JSON.readValue(row.row().before() + row.row().after(), MEMBERS);
    if (!members.keySet().containsAll(kept)) {
      throw new UnwritableRowException(
          "a row that cannot be read has no place in a CSV file: row="
              + row.row().number()
              + "; give --failed-rows, where it goes");
    }
    List<@Nullable Object> values = new ArrayList<>();
    kept.forEach(column -> values.add(members.get(column)));
    outcomes.forEach(outcome -> add(outcome, values));
    out.printRecord(values);
  }

  private static void add(@Nullable Outcome outcome, List<@Nullable Object> values) {
    if (outcome instanceof Answer answer) {
      values.add(answer.value());
      values.add(Double.isFinite(answer.confidence()) ? answer.confidence() : null);
      values.add(Double.isFinite(answer.margin()) ? answer.margin() : null);
      values.add(answer.finish().code());
      values.add(answer.truncated());
      values.add(answer.program());
      values.add(null);
      return;
    }
    for (int i = 1; i < COLUMNS.size(); i++) {
      values.add(null);
    }
    values.add(outcome instanceof Failure failure ? failure.reason().code() : null);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
