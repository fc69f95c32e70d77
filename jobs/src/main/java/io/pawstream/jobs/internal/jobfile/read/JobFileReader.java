package io.pawstream.jobs.internal.jobfile.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pawstream.jobs.internal.jobfile.JobFile;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a {@link JobFile} of YAML and flags. Stateless; any thread. */
public final class JobFileReader {
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          // text is no number; numbers may be text, as labels and options of Flink often are
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(LogicalType.Textual, JobFileReader::allowScalars)
          // topics: messages
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .build();

  private JobFileReader() {}

  private static void allowScalars(MutableCoercionConfig text) {
    text.setCoercion(CoercionInputShape.Integer, CoercionAction.TryConvert)
        .setCoercion(CoercionInputShape.Float, CoercionAction.TryConvert)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.TryConvert);
  }

  /**
   * The job of {@code file} with {@code flags} in it.
   *
   * @param file a YAML file; null where the flags say it all
   * @param flags values in YAML by their paths, keys joined by dots
   * @throws JobFileException naming the key that is unknown or wrong, and the cure
   */
  public static JobFile read(@Nullable Path file, Map<String, String> flags) {
    return read(JobFile.class, file, flags);
  }

  /**
   * The same of a job file of another kind.
   *
   * @param type a record whose constructor names its keys and checks its values
   */
  public static <T> T read(Class<T> type, @Nullable Path file, Map<String, String> flags) {
    ObjectNode tree = file == null ? MAPPER.createObjectNode() : tree(file);
    flags.forEach((path, value) -> Flags.put(tree, path, value(path, value)));
    return of(type, tree);
  }

  /**
   * The job in {@code yaml}.
   *
   * @throws JobFileException naming the key that is unknown or wrong, and the cure
   */
  public static JobFile parse(String yaml) {
    return of(JobFile.class, object(yaml, "the text"));
  }

  private static <T> T of(Class<T> type, ObjectNode tree) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw Complaints.of(e);
    }
  }

  private static ObjectNode tree(Path file) {
    try {
      return object(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new JobFileException(
          "a job file must be a readable file of UTF-8 text: file="
              + file
              + ", error="
              + e.getClass().getSimpleName(),
          e);
    }
  }

  private static ObjectNode object(String yaml, String where) {
    try {
      if (MAPPER.readTree(yaml) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new JobFileException(
          "a job file must be YAML: file="
              + where
              + Complaints.place(e)
              + "; "
              + e.getOriginalMessage(),
          e);
    }
    throw new JobFileException("a job file must have keys and values: file=" + where);
  }

  private static JsonNode value(String path, String value) {
    try {
      return MAPPER.readTree(value);
    } catch (JsonProcessingException e) {
      // its value may be a password
      throw new JobFileException("the value of a flag must be YAML: --" + path, e);
    }
  }
}
