package io.pawstream.cli.internal.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.cli.internal.program.JsonOut;
import io.pawstream.cli.internal.terminal.Terminal;
import io.pawstream.cli.internal.terminal.UsageException;
import io.pawstream.runtime.hub.HubConfig;
import io.pawstream.runtime.hub.HubOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code paw login}: keeps the key of the hub. Filled by picocli; one thread. */
@Command(
    name = "login",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Keeps an API key of the hub where the PAW SDK looks too.",
      "It is read from standard input, so that it stands in no list of processes."
    })
public final class LoginCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--api-url",
      paramLabel = "URL",
      description = "The server it is for; the hosted hub if not given.")
  private @Nullable String apiUrl;

  @Option(names = "--logout", description = "Forgets the key.")
  private boolean logout;

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  /** A command that reads and writes at {@code terminal}. */
  public LoginCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Path file = HubConfig.file(Path.of(System.getProperty("user.home", "")));
    String key = logout ? null : key();
    try {
      HubOptions checked = HubOptions.DEFAULT.withApiKey(key);
      if (apiUrl != null) {
        checked = checked.withApiUrl(URI.create(apiUrl));
      }
      new HubConfig(checked.apiKey(), apiUrl).write(file);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e);
    }
    terminal
        .out()
        .println(
            json
                ? JsonOut.object().put("file", file.toString()).put("key", key != null).toString()
                : (key == null ? "No key is kept any more in " : "The key is kept in ") + file);
    terminal.out().flush();
    return 0;
  }

  private String key() throws IOException {
    if (terminal.errIsTerminal()) {
      terminal.err().print("API key: ");
      terminal.err().flush();
    }
    String line = new BufferedReader(new InputStreamReader(terminal.in(), UTF_8)).readLine();
    if (line == null || line.isBlank()) {
      throw new UsageException("an API key must stand on the first line of standard input");
    }
    return line.strip();
  }
}
