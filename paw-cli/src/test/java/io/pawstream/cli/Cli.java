package io.pawstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.cli.internal.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;

/** The command line, called in this process. */
final class Cli {
  static final int WIDTH = 80;

  private Cli() {}

  record Shown(int status, String out, String err) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  static Shown run(Object... words) {
    return with(new byte[0], false, words);
  }

  static Shown with(byte[] in, boolean terminal, Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        PawCommand.run(
            new Terminal(
                new ByteArrayInputStream(in),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                terminal,
                terminal,
                WIDTH),
            Arrays.stream(words).map(Object::toString).toArray(String[]::new));
    return new Shown(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** A demonstration program of the repository, by its name. */
  static Path program(String name) {
    return Path.of("..", "programs", name + ".paw");
  }

  static Path example(String file) {
    return Path.of("..", "examples", file);
  }
}
