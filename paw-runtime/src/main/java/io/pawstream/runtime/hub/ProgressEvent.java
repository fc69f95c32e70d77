package io.pawstream.runtime.hub;

import java.util.Locale;
import java.util.Objects;

/**
 * One step of preparing a program; the words are those of the PAW SDK. Immutable; any thread.
 *
 * @param stage what is being worked on
 * @param status how it stands
 * @param subject the reference, program id, interpreter or file it is about
 * @param bytes how much is there
 * @param totalBytes how much there will be; -1 where that is not known
 */
public record ProgressEvent(
    Stage stage, Status status, String subject, long bytes, long totalBytes) {
  /** What is being worked on. */
  public enum Stage {
    RESOLVE,
    PROGRAM,
    RUNTIME,
    BASE_MODEL,
    PREPARE;

    /** As the PAW SDK writes it, for example {@code base_model}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How it stands. */
  public enum Status {
    RESOLVING,
    CACHED,
    /** The hub could not be asked; what was resolved before is taken. */
    CACHED_FALLBACK,
    DOWNLOADING,
    /** For the hub to build it, for a retry, or for another process that is at it. */
    WAITING,
    READY;

    /** As the PAW SDK writes it, for example {@code cached_fallback}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ProgressEvent {
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(subject, "subject");
  }

  /** One without a size. */
  public static ProgressEvent of(Stage stage, Status status, String subject) {
    return new ProgressEvent(stage, status, subject, 0, -1);
  }
}
