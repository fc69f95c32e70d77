package io.pawstream.cli.internal.program;

import io.pawstream.cli.internal.terminal.UsageException;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.program.Calibration;
import io.pawstream.runtime.program.CalibrationFile;
import io.pawstream.runtime.program.ProgramException;
import java.util.List;

/** Opened programs of one command; what cannot be used is a mistake of the command line. */
public final class Session implements AutoCloseable {
  private final Paw paw;

  /**
   * A session without programs.
   *
   * @param cached whether repeated inputs may be answered from memory
   */
  public Session(AskOptions options, boolean cached) {
    this.paw = Paw.open(options.pawOptions(cached));
  }

  /**
   * Loads a program; it is closed with the session.
   *
   * @throws UsageException if it cannot be used
   */
  public PawProgram load(String reference, ProgramOptions options) {
    try {
      return paw.load(reference, options);
    } catch (ProgramException e) {
      throw new UsageException(e);
    }
  }

  /**
   * What a program's log probabilities are divided by: what is stored beside it for these labels,
   * else 1.
   *
   * @throws UsageException if the program or what is stored beside it cannot be read
   */
  public static double temperature(String reference, List<String> labels) {
    try {
      return CalibrationFile.find(Programs.read(reference), labels)
          .map(Calibration::temperature)
          .orElse(1.0);
    } catch (ProgramException e) {
      throw new UsageException(e);
    }
  }

  @Override
  public void close() {
    paw.close();
  }
}
