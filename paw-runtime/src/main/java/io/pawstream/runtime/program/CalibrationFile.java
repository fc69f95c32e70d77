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
 * The calibrations of a program, kept in a file beside it: {@code urgency.calibration.json} for
 * {@code urgency.paw}, {@code calibration.json} in a program that is a directory. The file names
 * the program by its digest; beside another program it counts for nothing. Any thread; of several
 * who store at once, the last wins.
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
    Path file = of(bundle);
    if (!Files.exists(file)) {
      return List.of();
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

  /** The calibration of a program for one label set, where there is one. */
  public static Optional<Calibration> find(ProgramBundle bundle, List<String> labels) {
    return labels.isEmpty()
        ? Optional.empty()
        : read(bundle).stream().filter(known -> known.labels().equals(labels)).findFirst();
  }

  /**
   * Stores a calibration, in place of the one for the same label set. The file is replaced whole.
   *
   * @return the file
   * @throws IOException if it cannot be written; the old file is as it was
   */
  public static Path store(ProgramBundle bundle, Calibration calibration) throws IOException {
    List<Calibration> all = new ArrayList<>(read(bundle));
    all.removeIf(known -> known.labels().equals(calibration.labels()));
    all.add(calibration);
    ObjectNode json =
        Json.MAPPER.createObjectNode().put("format", FORMAT).put("program", bundle.digest());
    ArrayNode array = json.putArray("calibrations");
    for (Calibration one : all) {
      ObjectNode entry = array.addObject();
      one.labels().forEach(entry.putArray("labels")::add);
      entry
          .put("temperature", one.temperature())
          .put("rows", one.rows())
          .put("error_before", one.errorBefore())
          .put("error_after", one.errorAfter());
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

  private static List<Calibration> parse(Path file, JsonNode json, ProgramBundle bundle) {
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
      return List.of();
    }
    List<Calibration> all = new ArrayList<>();
    for (JsonNode entry : json.path("calibrations")) {
      List<String> labels = new ArrayList<>();
      entry.path("labels").forEach(label -> labels.add(label.asText()));
      all.add(
          new Calibration(
              labels,
              entry.path("temperature").asDouble(Double.NaN),
              entry.path("rows").asLong(),
              entry.path("error_before").asDouble(Double.NaN),
              entry.path("error_after").asDouble(Double.NaN)));
    }
    return all;
  }

  private static ProgramException broken(Path file, String rule) {
    return new ProgramException("A calibration file " + rule + ": file=" + file + CURE);
  }
}
