package io.pawstream.jobs.internal.jobfile.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import io.pawstream.rows.Names;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says what Jackson found, in the words of a job file. Stateless; any thread. */
final class Complaints {
  private Complaints() {}

  static JobFileException of(JsonProcessingException e) {
    if (e.getCause() instanceof JobFileException own) {
      return own;
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return new JobFileException(unknown(unknown), e);
    }
    if (e instanceof InvalidFormatException wrong && wrong.getTargetType().isEnum()) {
      List<String> codes =
          Arrays.stream(wrong.getTargetType().getEnumConstants())
              .map(value -> ((Enum<?>) value).name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .toList();
      String value = String.valueOf(wrong.getValue());
      return new JobFileException(
          "a value must be a known one: "
              + path(wrong)
              + "="
              + Names.shown(value)
              + "; the nearest of "
              + codes
              + " is "
              + Names.nearest(value, codes),
          e);
    }
    if (e instanceof MismatchedInputException wrong) {
      return new JobFileException(
          "a value must be of the right type: key=" + path(wrong) + ", type=" + type(wrong), e);
    }
    return new JobFileException("a job file must be readable: " + e.getOriginalMessage(), e);
  }

  private static String unknown(UnrecognizedPropertyException e) {
    List<String> known = e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
    return "a key of a job file must be a known one: key="
        + path(e)
        + "; the nearest known key is "
        + Names.nearest(e.getPropertyName(), known);
  }

  private static String type(MismatchedInputException e) {
    return e.getTargetType() == null
        ? "unknown"
        : e.getTargetType().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(part -> part.getFieldName() == null ? "" + part.getIndex() : part.getFieldName())
        .collect(Collectors.joining("."));
  }

  static String place(JsonProcessingException e) {
    return e.getLocation() == null ? "" : ", line=" + e.getLocation().getLineNr();
  }
}
