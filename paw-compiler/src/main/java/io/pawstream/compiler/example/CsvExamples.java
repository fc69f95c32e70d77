package io.pawstream.compiler.example;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Examples as CSV, RFC 4180, under a header line. Any thread. */
final class CsvExamples {
  // blank lines come as records, so that lines can be counted
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setIgnoreEmptyLines(false).get();

  private CsvExamples() {}

  static List<Example> read(String text) throws IOException {
    long line = 1;
    try (CSVParser parser = CSVParser.parse(new StringReader(text), FORMAT)) {
      Iterator<CSVRecord> records = parser.iterator();
      List<Example> examples = new ArrayList<>();
      List<String> header = List.of();
      while (records.hasNext()) {
        CSVRecord record = records.next();
        if (!isBlank(record)) {
          if (header.isEmpty()) {
            header = header(record);
          } else {
            examples.add(example(record, header, (int) line));
          }
        }
        line = parser.getCurrentLineNumber() + 1;
      }
      if (header.isEmpty()) {
        throw new ExampleException("A CSV file must have a header line: lines=" + (line - 1));
      }
      return examples;
    } catch (UncheckedIOException e) {
      // what the parser says would repeat text
      throw new ExampleException("A CSV row must have its quotes closed and doubled: line=" + line);
    }
  }

  private static boolean isBlank(CSVRecord record) {
    return record.size() == 1 && record.get(0).isBlank();
  }

  private static List<String> header(CSVRecord record) {
    List<String> names = record.stream().map(String::strip).toList();
    for (String name : List.of(ExampleFile.INPUT, ExampleFile.OUTPUT)) {
      if (names.indexOf(name) < 0 || names.indexOf(name) != names.lastIndexOf(name)) {
        throw new ExampleException(
            "The header line must name the columns input and output, each once: line=1, missing or"
                + " repeated="
                + name);
      }
    }
    return names;
  }

  private static Example example(CSVRecord record, List<String> header, int line) {
    if (record.size() != header.size()) {
      throw new ExampleException(
          "A CSV row must have a value for every column: line="
              + line
              + ", values="
              + record.size()
              + ", columns="
              + header.size());
    }
    return new Example(
        record.get(header.indexOf(ExampleFile.INPUT)),
        record.get(header.indexOf(ExampleFile.OUTPUT)),
        line);
  }
}
