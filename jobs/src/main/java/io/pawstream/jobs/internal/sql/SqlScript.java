package io.pawstream.jobs.internal.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * The statements of a SQL script. Immutable; any thread.
 *
 * @param statements in order, without comments and semicolons
 */
public record SqlScript(List<String> statements) {
  public SqlScript {
    statements = List.copyOf(statements);
  }

  /** Splits at semicolons, except in quotes and comments. */
  public static SqlScript parse(String text) {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end;
      if (text.startsWith("--", at)) {
        end = endOf(text, "\n", at);
        statement.append('\n');
      } else if (text.startsWith("/*", at)) {
        end = endOf(text, "*/", at + 2);
        statement.append(' ');
      } else if (c == '\'' || c == '`' || c == '"') {
        end = endOf(text, String.valueOf(c), at + 1);
        statement.append(text, at, end);
      } else {
        end = at + 1;
        if (c == ';') {
          add(statement, statements);
        } else {
          statement.append(c);
        }
      }
      at = end;
    }
    add(statement, statements);
    return new SqlScript(statements);
  }

  private static int endOf(String text, String mark, int from) {
    int found = text.indexOf(mark, from);
    return found < 0 ? text.length() : found + mark.length();
  }

  private static void add(StringBuilder statement, List<String> statements) {
    if (!statement.toString().isBlank()) {
      statements.add(statement.toString().strip());
    }
    statement.setLength(0);
  }
}
