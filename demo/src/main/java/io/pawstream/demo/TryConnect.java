package io.pawstream.demo;

import io.pawstream.demo.internal.Broker;
import io.pawstream.demo.internal.Command;
import io.pawstream.demo.internal.DemoException;
import io.pawstream.demo.internal.Message;
import io.pawstream.demo.internal.Samples;
import io.pawstream.demo.internal.Session;
import io.pawstream.demo.internal.WorkFolder;
import io.pawstream.demo.internal.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code bin/try-connect}: starts a broker and a worker with the plugin archive, sends sample
 * messages through {@code examples/connect/file-source.properties} and shows what is in the topic.
 */
@picocli.CommandLine.Command(
    name = "try-connect",
    description = {
      "Shows messages labelled by Kafka Connect, on this machine and without a Kafka of yours:",
      "starts a broker and a worker with the plugin, lets a connector read sample messages, shows"
          + " what is in the topic, and removes it all."
    })
public final class TryConnect extends Command {
  private static final String CONNECTOR = "paw-file-source";
  private static final String TOPIC = "messages";

  private TryConnect() {}

  /** Runs the command line; the process ends with its exit status. */
  public static void main(String[] args) {
    System.exit(run(new TryConnect(), args));
  }

  @Override
  protected String name() {
    return "try-connect";
  }

  @Override
  protected long show(Session session, WorkFolder folder)
      throws DemoException, IOException, InterruptedException {
    Path examples = home().resolve("examples/connect");
    List<String> lines = Samples.lines(input(), count());
    Path file = Files.write(folder.resolve("messages.txt"), lines);
    Path plugins = folder.unpack(archive(), "plugins");

    console().progress("Starting a broker (some seconds) ...");
    Broker broker = session.with(Broker.start(folder));
    broker.create(TOPIC);
    console().progress("  at " + broker.servers());
    console().progress("Starting a worker with the plugin ...");
    Worker worker =
        session.with(
            Worker.start(
                folder,
                Samples.options(examples.resolve("worker.properties")),
                broker.servers(),
                plugins));
    console().progress("  at " + worker.url());

    Map<String, String> options = new TreeMap<>();
    Samples.options(examples.resolve("file-source.properties"))
        .forEach(
            (name, value) ->
                options.put(
                    name,
                    value
                        .replace("/data/messages.txt", file.toString())
                        .replace("/programs/urgency.paw", program().toString())));
    options.put("topic", TOPIC);
    if (lines.get(0).startsWith("{")) {
      options.put("transforms.urgency.input.field", "text");
    }
    console().progress("Creating the connector of examples/connect/file-source.properties:");
    options.forEach(
        (name, value) -> {
          if (name.startsWith("transforms")) {
            console().progress("  " + name + "=" + value);
          }
        });
    worker.create(CONNECTOR, options);
    List<Message> messages = broker.receive(TOPIC, lines.size(), () -> worker.check(CONNECTOR));
    return lines.size() - console().show(TOPIC, messages);
  }

  private Path archive() throws DemoException, IOException {
    Path target = home().resolve("kafka-connect-paw/target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches("pawstream-kafka-connect-.*\\.zip"))
          .findFirst()
          .orElseThrow(() -> new DemoException("the plugin archive must be built: " + target));
    }
  }
}
