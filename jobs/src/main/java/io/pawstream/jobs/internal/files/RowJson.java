package io.pawstream.jobs.internal.files;

import io.pawstream.rows.EntryJson;
import io.pawstream.rows.Json;
import io.pawstream.runtime.answer.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Rows with their answers as JSON objects. One thread. */
final class RowJson {
  private final List<String> programs;
  private final @Nullable RecordDecoder decoder;

  /**
   * @param decoder of the file's records; null where it is no container
   */
  RowJson(List<String> programs, @Nullable RecordDecoder decoder) {
    this.programs = List.copyOf(programs);
    this.decoder = decoder;
  }

  /** The row on one line. */
  String of(FileRow row, List<@Nullable Outcome> outcomes) throws IOException {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      Outcome outcome = outcomes.get(i);
      entries.add(
          outcome == null
              ? EntryJson.ofNull(programs.get(i))
              : EntryJson.of(programs.get(i), outcome));
    }
    byte[] datum = row.datum();
    if (decoder == null || datum == null) {
      return row.row().before() + String.join(",", entries) + row.row().after();
    }
    return of(decoder.decode(datum), entries);
  }

  private String of(GenericRecord record, List<String> entries) {
    List<String> members = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = record.get(field.pos());
      if (!field.name().equals(Json.PAW)) {
        members.add(member(field.name(), value));
      } else if (value instanceof GenericRecord earlier) {
        for (Schema.Field entry : earlier.getSchema().getFields()) {
          if (!programs.contains(entry.name())) {
            answers.add(member(entry.name(), earlier.get(entry.pos())));
          }
        }
      }
    }
    answers.addAll(entries);
    members.add(Json.string(Json.PAW) + ":{" + String.join(",", answers) + "}");
    return "{" + String.join(",", members) + "}";
  }

  private static String member(String name, @Nullable Object value) {
    String json =
        value instanceof CharSequence text
            ? Json.string(text.toString())
            : GenericData.get().toString(value);
    return Json.string(name) + ":" + json;
  }
}
