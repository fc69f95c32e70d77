package io.pawstream.runtime.hub;

/** Is told how work on programs and interpreters goes on; in the thread that does the work. */
@FunctionalInterface
public interface ProgressListener {
  /** Listens to nothing. */
  ProgressListener NONE = event -> {};

  /** Something has begun, moved on or ended. Return soon; what it throws ends the work. */
  void on(ProgressEvent event);
}
