package io.pawstream.compiler.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/** Examples as JSON lines. Any thread. */
final class JsonExamples {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonExamples() {}

  static List<Example> read(String text) {
    List<Example> examples = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (!line.isBlank()) {
        examples.add(example(line, number));
      }
    }
    return examples;
  }

  private static Example example(String line, int number) {
    JsonNode object;
    try {
      object = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new ExampleException(
          "A line must be one JSON object: line="
              + number
              + ", column="
              + (e.getLocation() == null ? 1 : e.getLocation().getColumnNr()),
          e);
    }
    if (!object.isObject()) {
      throw new ExampleException(
          "A line must be one JSON object: line=" + number + ", type=" + object.getNodeType());
    }
    return new Example(
        member(object, ExampleFile.INPUT, number),
        member(object, ExampleFile.OUTPUT, number),
        number);
  }

  private static String member(JsonNode object, String name, int line) {
    JsonNode value = object.path(name);
    if (!value.isTextual()) {
      throw new ExampleException(
          "An example must have the strings input and output: line="
              + line
              + ", "
              + name
              + "="
              + value.getNodeType());
    }
    return value.textValue();
  }
}
