package io.pawstream.runtime.engine.internal;

/**
 * What a lane does with its micro-batches. All methods are called by the lane's thread, except
 * {@link #abandon} and {@link #stop}: any thread, never after {@link #close}.
 *
 * @param <P> the engine's program
 */
public interface LaneWork<P> extends AutoCloseable {
  /**
   * Runs a micro-batch and completes every input of it.
   *
   * @throws RuntimeException if the engine fails; the lane completes what is left
   */
  void run(MicroBatch<P> batch);

  /** Lets go of a program that is about to be freed. */
  void forget(P program);

  /** Nobody waits for the running micro-batch any more: makes it end as soon as it can. */
  void abandon();

  /** Makes whatever runs end as soon as it can, for good. */
  void stop();

  @Override
  void close();
}
