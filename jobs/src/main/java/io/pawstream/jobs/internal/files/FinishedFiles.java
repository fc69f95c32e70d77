package io.pawstream.jobs.internal.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which files of an output directory are finished, and with what. A note per file that is read lies
 * in a hidden directory; it is written before its outputs are put in place, and says that they are
 * whole afterwards. Immutable, serializable; several threads for different files.
 *
 * @param directory where notes are kept; null where a run writes a single file and keeps none
 * @param run digest of everything that decides on answers and how they are written
 */
public record FinishedFiles(@Nullable String directory, String run) implements Serializable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where a file stands. */
  public enum State {
    /** Its rows are in the output. */
    FINISHED,
    /** It was never finished. */
    NEW,
    /** It was finished, and has another size or time now. */
    CHANGED,
    /** It was finished by a run with other programs or options. */
    OTHER_RUN,
    /** It was finished, and its outputs are gone or of another size. */
    LOST
  }

  /**
   * What is kept about a file.
   *
   * @param input its path when it was read
   * @param size its bytes
   * @param modifiedMillis its time
   * @param run what it was labelled with
   * @param whole whether all outputs are in place
   * @param outputs sizes of what was written by path
   */
  record Note(
      String input,
      long size,
      long modifiedMillis,
      String run,
      boolean whole,
      Map<String, Long> outputs) {}

  /** Where {@code file} stands. */
  public State stateOf(InputFile file) throws IOException {
    Note note = note(file);
    if (note == null || !note.whole()) {
      return State.NEW;
    }
    if (!note.run().equals(run)) {
      return State.OTHER_RUN;
    }
    if (note.size() != file.size()
        || note.modifiedMillis() != file.modifiedMillis()
        || !note.input().equals(file.location())) {
      return State.CHANGED;
    }
    for (Map.Entry<String, Long> output : note.outputs().entrySet()) {
      Path path = Path.of(output.getKey());
      if (!Files.isRegularFile(path) || Files.size(path) != output.getValue()) {
        return State.LOST;
      }
    }
    return State.FINISHED;
  }

  /**
   * Puts the outputs of a file in place, each at once, and takes away what an earlier run wrote for
   * it elsewhere.
   *
   * @param written where the outputs are by where they belong
   */
  void publish(InputFile file, Map<Path, Path> written) throws IOException {
    Note before = note(file);
    Map<String, Long> outputs = new LinkedHashMap<>();
    for (Map.Entry<Path, Path> output : written.entrySet()) {
      outputs.put(output.getKey().toString(), Files.size(output.getValue()));
    }
    Map<String, Long> all = new LinkedHashMap<>(outputs);
    if (before != null) {
      before.outputs().forEach(all::putIfAbsent);
    }
    keep(file, all, false);
    for (Map.Entry<Path, Path> output : written.entrySet()) {
      place(output.getValue(), output.getKey());
    }
    for (String path : all.keySet()) {
      if (!outputs.containsKey(path)) {
        Files.deleteIfExists(Path.of(path));
      }
    }
    keep(file, outputs, true);
  }

  private static void place(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      // another file system: there beside its place first
      Path beside = to.resolveSibling("." + to.getFileName() + ".staging");
      Files.copy(from, beside, StandardCopyOption.REPLACE_EXISTING);
      Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void keep(InputFile file, Map<String, Long> outputs, boolean whole) throws IOException {
    if (directory == null) {
      return;
    }
    Path path = pathOf(directory, file);
    Files.createDirectories(path.getParent());
    Path aside = path.resolveSibling(path.getFileName() + ".new");
    Note note = new Note(file.location(), file.size(), file.modifiedMillis(), run, whole, outputs);
    Files.write(aside, JSON.writeValueAsBytes(note));
    Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
  }

  private @Nullable Note note(InputFile file) throws IOException {
    if (directory == null) {
      return null;
    }
    Path path = pathOf(directory, file);
    if (!Files.exists(path)) {
      return null;
    }
    try {
      return JSON.readValue(Files.readString(path), Note.class);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "a note about a finished file must be as it was written: file="
              + path
              + "; delete it, and that file is labelled again",
          e);
    }
  }

  private static Path pathOf(String directory, InputFile file) {
    return Path.of(directory, "finished", file.name() + ".json");
  }

  /** Digest of a run by everything in {@code parts}. */
  public static String digest(Collection<String> parts) {
    return FailedRows.sha256(
        String.join("\n", List.copyOf(parts)).getBytes(StandardCharsets.UTF_8));
  }
}
