package io.pawstream.rows;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.pawstream.runtime.answer.FailureReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON objects as rows. The object is checked and searched, never written anew: entries go in
 * before its last brace, or into the object that it already has under {@code paw}. One thread.
 */
final class JsonRows implements RowParser {
  private final RowSpec spec;
  private final Set<String> replaced;

  JsonRows(RowSpec spec) {
    this.spec = spec;
    this.replaced = new HashSet<>(spec.programs());
  }

  @Override
  public boolean skips(String text) {
    return text.isBlank();
  }

  @Override
  public Row parse(String text, long number, long end) throws MalformedRowException {
    Found found = new Found(spec.expected().size());
    try (JsonParser json = Json.FACTORY.createParser(text.toCharArray())) {
      search(json, text, found);
    } catch (JsonProcessingException e) {
      // its message may hold the row's text
      throw new MalformedRowException("a row must be one JSON object", place(e.getLocation()));
    } catch (IOException e) {
      throw new UncheckedIOException("a row in memory cannot fail to be read", e);
    }
    return new Row(
        number,
        end,
        System.currentTimeMillis(),
        found.before(text),
        found.after(text),
        found.input,
        found.input == null ? found.problem : null,
        found.input == null
            ? found.detail + ": row=" + number + ", field=" + Names.shown(spec.field())
            : null,
        found.expected);
  }

  /** Unknown where a rule about the whole row is broken, such as its depth. */
  private static String place(@Nullable JsonLocation location) {
    return location == null ? "" : "column=" + location.getColumnNr();
  }

  private void search(JsonParser json, String text, Found found)
      throws IOException, MalformedRowException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedRowException("a row must be one JSON object", "");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      found.empty = false;
      String name = json.currentName();
      json.nextToken();
      if (name.equals(spec.field())) {
        found.take(json);
      }
      int expected = spec.expected().indexOf(name);
      if (expected >= 0) {
        found.expected[expected] = json.getValueAsString();
      }
      if (name.equals(Json.PAW)) {
        searchEntries(json, text, found);
      } else {
        json.skipChildren();
      }
    }
    found.close = (int) json.currentTokenLocation().getCharOffset();
    if (json.nextToken() != null) {
      throw new MalformedRowException("a row must be one JSON object, nothing after it", "");
    }
  }

  private void searchEntries(JsonParser json, String text, Found found)
      throws IOException, MalformedRowException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new MalformedRowException("the field paw of a row must be an object", "");
    }
    found.pawStart = (int) json.currentTokenLocation().getCharOffset();
    found.kept.clear();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      int start = (int) json.currentTokenLocation().getCharOffset();
      if (value.isStructStart()) {
        json.skipChildren();
      } else {
        json.finishToken();
      }
      int end = (int) json.currentLocation().getCharOffset();
      if (!replaced.contains(name)) {
        found.kept.add(Json.string(name) + ':' + text.substring(start, end));
      }
    }
    found.pawEnd = (int) json.currentTokenLocation().getCharOffset() + 1;
  }

  /** What the search of one row has come to; of members that repeat, the last counts. */
  private static final class Found {
    final @Nullable String[] expected;
    final List<String> kept = new ArrayList<>();
    boolean empty = true;
    int close;
    int pawStart = -1;
    int pawEnd;
    @Nullable String input;
    FailureReason problem = FailureReason.NULL_INPUT;
    String detail = "a row must have the field";

    Found(int expected) {
      this.expected = new String[expected];
    }

    void take(JsonParser json) throws IOException {
      input = null;
      if (json.currentToken() == JsonToken.VALUE_STRING) {
        input = json.getText();
      } else if (json.currentToken() == JsonToken.VALUE_NULL) {
        problem = FailureReason.NULL_INPUT;
        detail = "the field of a row must not be null";
      } else {
        problem = FailureReason.INVALID_RECORD;
        detail = "the field of a row must be text";
      }
    }

    String before(String text) {
      if (pawStart < 0) {
        return text.substring(0, close).stripTrailing()
            + (empty ? "" : ",")
            + Json.string(Json.PAW)
            + ":{";
      }
      String entries = String.join(",", kept);
      return text.substring(0, pawStart) + '{' + entries + (kept.isEmpty() ? "" : ",");
    }

    String after(String text) {
      return '}' + (pawStart < 0 ? text.substring(close) : text.substring(pawEnd));
    }
  }
}
