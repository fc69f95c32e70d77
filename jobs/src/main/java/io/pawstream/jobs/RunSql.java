package io.pawstream.jobs;

import io.pawstream.jobs.internal.sql.SqlRun;
import io.pawstream.jobs.internal.sql.SqlScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/**
 * Runs a SQL script as a Flink job: {@code flink run -c io.pawstream.jobs.RunSql paw-jobs.jar
 * script.sql}. For clusters, which have Flink's planner and connectors in {@code lib}; scripts are
 * those of Flink's SQL client.
 */
public final class RunSql {
  private RunSql() {}

  /**
   * Runs the script and waits for what it started, unless the job is submitted detached.
   *
   * @param args the script's path, on the machine of the client
   */
  public static void main(String[] args)
      throws IOException, ExecutionException, InterruptedException {
    if (args.length != 1) {
      throw new IllegalArgumentException(
          "one SQL script must be named: arguments="
              + args.length
              + "; write flink run -c io.pawstream.jobs.RunSql paw-jobs.jar script.sql");
    }
    SqlRun.start(SqlScript.parse(Files.readString(Path.of(args[0])))).await();
  }
}
