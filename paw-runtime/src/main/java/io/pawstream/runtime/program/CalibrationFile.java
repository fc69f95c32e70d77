package io.pawstream.runtime.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.runtime.program.internal.Json;
import io.pawstream.runtime.program.internal.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calibrations and thresholds of a program, kept in a file beside it: {@code
 * urgency.calibration.json} for {@code urgency.paw}, {@code calibration.json} in a program that is
 * a directory. The file names the program by its digest; beside another program it counts for
 * nothing. Any thread; of several who store at once, the last wins.
 */
public final class CalibrationFile {
  private static final Logger LOG = LoggerFactory.getLogger(CalibrationFile.class);
  private static final int FORMAT = 1;
  private static final long MAX_BYTES = 8 << 20;
  private static final String ENDING = "calibration.json";
  private static final String CURE = "; delete the file, or learn the calibration again";

  private CalibrationFile() {}

  /** Where the calibrations of a program are, whether or not there are any. */
  public static Path of(ProgramBundle bundle) {
    Path path = bundle.path();
    return Files.isDirectory(path)
        ? path.resolve(ENDING)
        : path.resolveSibling(bundle.name() + "." + ENDING);
  }

  /**
   * All calibrations of a program.
   *
   * @throws ProgramException if there is a file and it is not what it must be
   */
  public static List<Calibration> read(ProgramBundle bundle) {
    return stored(bundle).calibrations();
  }

  /** All thresholds of a program; throws as {@link #read}. */
  public static List<Threshold> thresholds(ProgramBundle bundle) {
    return stored(bundle).thresholds();
  }

  /** The calibration of a program for one label set, where there is one. */
  public static Optional<Calibration> find(ProgramBundle bundle, List<String> labels) {
    return labels.isEmpty()
        ? Optional.empty()
        : read(bundle).stream().filter(known -> known.labels().equals(labels)).findFirst();
  }

  /**
   * The threshold of a program for one label set, where there is one.
   *
   * @param labels empty for free text
   * @param temperature that confidences are computed with; one chosen at another is not found
   */
  public static Optional<Threshold> threshold(
      ProgramBundle bundle, List<String> labels, double temperature) {
    return thresholds(bundle).stream()
        .filter(known -> known.labels().equals(labels) && known.temperature() == temperature)
        .findFirst();
  }

  /**
   * Stores a calibration, in place of the one for the same label set. The file is replaced whole.
   *
   * @return the file
   * @throws IOException if it cannot be written; the old file is as it was
   */
  public static Path store(ProgramBundle bundle, Calibration calibration) throws IOException {
    Stored before = stored(bundle);
    List<Calibration> all = new ArrayList<>(before.calibrations());
    all.removeIf(known -> known.labels().equals(calibration.labels()));
    all.add(calibration);
    return write(bundle, new Stored(all, before.thresholds()));
  }

  /** Stores a threshold, in place of the one for the same label set; as {@link #store}. */
  public static Path store(ProgramBundle bundle, Threshold threshold) throws IOException {
    Stored before = stored(bundle);
    List<Threshold> all = new ArrayList<>(before.thresholds());
    all.removeIf(known -> known.labels().equals(threshold.labels()));
    all.add(threshold);
    return write(bundle, new Stored(before.calibrations(), all));
  }

  private record Stored(List<Calibration> calibrations, List<Threshold> thresholds) {
    private static final Stored NOTHING = new Stored(List.of(), List.of());
  }

  private static Stored stored(ProgramBundle bundle) {
    Path file = of(bundle);
    if (!Files.exists(file)) {
      return Stored.NOTHING;
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw broken(file, "must have at most " + MAX_BYTES + " bytes");
      }
      return parse(file, Json.MAPPER.readTree(Files.readString(file, UTF_8)), bundle);
    } catch (JsonProcessingException e) {
      throw broken(file, "must be JSON (" + Shown.of(e.getOriginalMessage()) + ")");
    } catch (IOException e) {
      throw broken(file, "must be readable UTF-8 (" + e.getClass().getSimpleName() + ")");
    } catch (IllegalArgumentException e) {
      throw broken(file, "must hold numbers in their range (" + e.getMessage() + ")");
    }
  }

  private static Path write(ProgramBundle bundle, Stored stored) throws IOException {
    ObjectNode json =
        Json.MAPPER.createObjectNode().put("format", FORMAT).put("program", bundle.digest());
    ArrayNode calibrations = json.putArray("calibrations");
    for (Calibration one : stored.calibrations()) {
      ObjectNode entry = calibrations.addObject();
      one.labels().forEach(entry.putArray("labels")::add);
      entry
          .put("temperature", one.temperature())
          .put("rows", one.rows())
          .put("error_before", one.errorBefore())
          .put("error_after", one.errorAfter());
    }
    ArrayNode thresholds = json.putArray("thresholds");
    for (Threshold one : stored.thresholds()) {
      ObjectNode entry = thresholds.addObject();
      one.labels().forEach(entry.putArray("labels")::add);
      entry
          .put("temperature", one.temperature())
          .put("min_confidence", one.minConfidence())
          .put("accuracy", one.accuracy())
          .put("coverage", one.coverage())
          .put("rows", one.rows());
    }
    Path file = of(bundle).toAbsolutePath();
    Path staging = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".staging");
    try {
      Files.writeString(staging, json.toPrettyString() + "\n", UTF_8);
      Files.move(staging, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(staging);
    }
    return file;
  }

  private static Stored parse(Path file, JsonNode json, ProgramBundle bundle) {
    if (json.path("format").asInt() != FORMAT) {
      throw broken(file, "must have format " + FORMAT);
    }
    String program = json.path("program").asText();
    if (!program.equals(bundle.digest())) {
      LOG.warn(
          "a calibration of another program is not used: file={}, its program={}, program={}",
          file,
          Shown.of(program),
          bundle.digest());
      return Stored.NOTHING;
    }
    List<Calibration> calibrations = new ArrayList<>();
    for (JsonNode entry : json.path("calibrations")) {
      calibrations.add(
          new Calibration(
              labels(entry),
              entry.path("temperature").asDouble(Double.NaN),
              entry.path("rows").asLong(),
              entry.path("error_before").asDouble(Double.NaN),
              entry.path("error_after").asDouble(Double.NaN)));
    }
    List<Threshold> thresholds = new ArrayList<>();
    for (JsonNode entry : json.path("thresholds")) {
      thresholds.add(
          new Threshold(
              labels(entry),
              entry.path("temperature").asDouble(Double.NaN),
              entry.path("min_confidence").asDouble(Double.NaN),
              entry.path("accuracy").asDouble(Double.NaN),
              entry.path("coverage").asDouble(Double.NaN),
              entry.path("rows").asLong()));
    }
    return new Stored(List.copyOf(calibrations), List.copyOf(thresholds));
  }

  private static List<String> labels(JsonNode entry) {
    List<String> labels = new ArrayList<>();
    entry.path("labels").forEach(label -> labels.add(label.asText()));
    return labels;
  }

  private static ProgramException broken(Path file, String rule) {
    return new ProgramException("A calibration file " + rule + ": file=" + file + CURE);
  }
}
