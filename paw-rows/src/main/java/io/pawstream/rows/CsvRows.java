package io.pawstream.rows;

import io.pawstream.rows.internal.frame.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** CSV records as rows with one field of text per column of the header. Any thread. */
final class CsvRows implements RowParser {
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  private final List<String> header;
  private final int field;
  private final int[] expected;

  private CsvRows(List<String> header, int field, int[] expected) {
    this.header = header;
    this.field = field;
    this.expected = expected;
  }

  /**
   * Rows under the header in {@code frame}.
   *
   * @throws UnreadableInputException if it is no header or lacks a field that is asked for
   */
  static CsvRows withHeader(@Nullable Frame frame, RowSpec spec) throws IOException {
    List<String> header = headerIn(frame);
    Set<String> seen = new HashSet<>();
    for (String name : header) {
      if (!seen.add(name)) {
        throw new UnreadableInputException(
            "the names in a CSV header must differ: name=" + Names.shown(name));
      }
    }
    if (seen.contains(Json.PAW)) {
      throw new UnreadableInputException(
          "a CSV header must not hold the name paw, which the output adds: rename the column");
    }
    int[] expected = new int[spec.expected().size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = columnOf(spec.expected().get(i), header);
    }
    return new CsvRows(header, columnOf(spec.field(), header), expected);
  }

  private static List<String> headerIn(@Nullable Frame frame) throws IOException {
    if (frame == null || frame.size() == 0) {
      throw new UnreadableInputException("a CSV file must begin with a header line: it is empty");
    }
    String text = frame.whole() && frame.closed() ? Utf8.decode(frame.bytes()) : null;
    try {
      if (text != null) {
        return valuesIn(text);
      }
    } catch (MalformedRowException e) {
      // the same cure as for bytes that are no text
    }
    throw new UnreadableInputException(
        "a CSV file must begin with a header line of UTF-8 names separated by commas: header bytes="
            + frame.size());
  }

  private static int columnOf(String name, List<String> header) throws IOException {
    int column = header.indexOf(name);
    if (column < 0) {
      throw new UnreadableInputException(
          "the CSV header must hold the field: field="
              + Names.shown(name)
              + "; did you mean "
              + Names.shown(Names.nearest(name, header))
              + "? The header has "
              + Names.shown(header));
    }
    return column;
  }

  @Override
  public List<String> columns() {
    return header;
  }

  @Override
  public boolean skips(String text) {
    return text.isEmpty();
  }

  @Override
  public Row parse(String text, long number, long end) throws MalformedRowException {
    List<String> values = valuesIn(text);
    if (values.size() != header.size()) {
      throw new MalformedRowException(
          "a CSV row must have one value per name in the header",
          "values=" + values.size() + ", names=" + header.size());
    }
    @Nullable String[] wanted = new String[expected.length];
    for (int i = 0; i < expected.length; i++) {
      wanted[i] = values.get(expected[i]);
    }
    return new Row(
        number,
        end,
        System.currentTimeMillis(),
        Json.before(header, values),
        Json.after(),
        values.get(field),
        null,
        null,
        wanted);
  }

  private static List<String> valuesIn(String text) throws MalformedRowException {
    try (CSVParser parser = CSVParser.parse(text, FORMAT)) {
      List<CSVRecord> records = parser.getRecords();
      if (records.size() == 1) {
        return records.get(0).toList();
      }
    } catch (IOException | UncheckedIOException e) {
      // its message may hold the row's text
    }
    throw new MalformedRowException("a CSV row must have its quotes right (RFC 4180)", "");
  }
}
