package io.pawstream.jobs.internal.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;

/**
 * A SQL script whose statements have been executed. One thread.
 *
 * @param environment where they ran
 * @param started the results of its {@code INSERT} statements, which may go on running
 */
public record SqlRun(TableEnvironment environment, List<TableResult> started) {
  private static final Pattern SET =
      Pattern.compile(
          "SET\\s+'([^']+)'\\s*=\\s*'((?:[^']|'')*)'", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  public SqlRun {
    started = List.copyOf(started);
  }

  /**
   * Executes the statements in order. In batch each {@code INSERT} ends before the next statement;
   * in streaming none is waited for.
   */
  public static SqlRun start(SqlScript script) throws ExecutionException, InterruptedException {
    Configuration settings = new Configuration();
    int first = 0;
    while (first < script.statements().size() && set(script.statements().get(first), settings)) {
      first++;
    }
    TableEnvironment environment =
        TableEnvironment.create(
            EnvironmentSettings.newInstance().withConfiguration(settings).build());
    boolean batch =
        environment.getConfig().get(ExecutionOptions.RUNTIME_MODE) == RuntimeExecutionMode.BATCH;
    List<TableResult> started = new ArrayList<>();
    for (String statement : script.statements().subList(first, script.statements().size())) {
      Configuration changed = new Configuration();
      if (set(statement, changed)) {
        environment.getConfig().addConfiguration(changed);
        continue;
      }
      TableResult result = environment.executeSql(statement);
      if (!statement.toUpperCase(Locale.ROOT).startsWith("INSERT")) {
        result.print();
      } else {
        started.add(result);
        if (batch) {
          result.await();
        }
      }
    }
    return new SqlRun(environment, started);
  }

  /** Flink executes no SET, its SQL client does. */
  private static boolean set(String statement, Configuration settings) {
    Matcher set = SET.matcher(statement);
    if (!set.matches()) {
      return false;
    }
    settings.setString(set.group(1), set.group(2).replace("''", "'"));
    return true;
  }

  /** Waits until what was started has ended, unless it was submitted detached. */
  public void await() throws ExecutionException, InterruptedException {
    boolean local = environment.getConfig().getOptional(DeploymentOptions.TARGET).isEmpty();
    if (local || environment.getConfig().get(DeploymentOptions.ATTACHED)) {
      for (TableResult result : started) {
        result.await();
      }
    }
  }
}
