package io.pawstream.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;

/** JSON as the rows need it. Any thread. */
public final class Json {
  /** Name of the member that is added to each row. */
  public static final String PAW = "paw";

  // rows are bounded before they are parsed; numbers and names are copied, never evaluated
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private Json() {}

  /** The JSON string that stands for {@code text}, quotes included. */
  public static String string(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    return json.append('"').toString();
  }

  /** An object of strings up to the entries of the programs, which are its last member. */
  static String before(List<String> names, List<String> values) {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < names.size(); i++) {
      json.append(string(names.get(i))).append(':').append(string(values.get(i))).append(',');
    }
    return json.append(string(PAW)).append(":{").toString();
  }

  /** The end of an object whose last member are the entries of the programs. */
  static String after() {
    return "}}";
  }
}
