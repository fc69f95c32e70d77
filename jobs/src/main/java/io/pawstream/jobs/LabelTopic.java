package io.pawstream.jobs;

import io.pawstream.jobs.internal.cli.Ends;
import io.pawstream.jobs.internal.cli.LabelTopicRun;
import java.io.PrintStream;

/**
 * Main entry point of {@code bin/label-topic}: asks programs about every record of Kafka topics and
 * writes the records with the answers to other topics, exactly once. See {@code
 * docs/label-topic.md}.
 *
 * <p>Exit status 0 if the job ended by itself; 1 if it failed; 2 if the job file or a flag cannot
 * be used, with nothing started.
 */
public final class LabelTopic {
  private LabelTopic() {}

  /** Runs the command line; ends the process where its exit status is not 0. */
  public static void main(String[] args) {
    Ends.main(LabelTopic::run, args);
  }

  /**
   * Runs the command line.
   *
   * @return the exit status
   */
  public static int run(PrintStream out, PrintStream err, String... args) {
    return new LabelTopicRun(out, err).execute(args);
  }
}
