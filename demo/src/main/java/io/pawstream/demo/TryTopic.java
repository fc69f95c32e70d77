package io.pawstream.demo;

import io.pawstream.demo.internal.Broker;
import io.pawstream.demo.internal.Command;
import io.pawstream.demo.internal.DemoException;
import io.pawstream.demo.internal.Message;
import io.pawstream.demo.internal.Samples;
import io.pawstream.demo.internal.Session;
import io.pawstream.demo.internal.WorkFolder;
import java.io.IOException;
import java.util.List;

/**
 * {@code bin/try-topic}: starts a broker, sends sample messages, runs {@code bin/label-topic} with
 * {@code jobs/examples/urgent-messages.yaml} and shows what is in the labelled topic.
 */
@picocli.CommandLine.Command(
    name = "try-topic",
    description = {
      "Shows a topic labelled by a Flink job, on this machine and without a Kafka of yours:",
      "starts a broker, sends sample messages, runs bin/label-topic, shows what is in the labelled"
          + " topic, and removes it all."
    })
public final class TryTopic extends Command {
  private static final String FROM = "messages";
  private static final String TO = "messages-labelled";
  private static final String DEAD = "messages-dead";

  private TryTopic() {}

  /** Runs the command line; the process ends with its exit status. */
  public static void main(String[] args) {
    System.exit(run(new TryTopic(), args));
  }

  @Override
  protected String name() {
    return "try-topic";
  }

  @Override
  protected long show(Session session, WorkFolder folder)
      throws DemoException, IOException, InterruptedException {
    List<String> texts = Samples.lines(input(), count()).stream().map(Samples::text).toList();
    console().progress("Starting a broker (some seconds) ...");
    Broker broker = session.with(Broker.start(folder));
    broker.create(FROM, TO, DEAD);
    broker.send(FROM, texts);
    console().progress("  at " + broker.servers() + ", with " + texts.size() + " messages");

    List<String> words =
        List.of(
            "bin/label-topic",
            "jobs/examples/urgent-messages.yaml",
            "--source.bootstrap-servers='" + broker.servers() + "'",
            "--source.end=latest",
            "--bindings.urgency.program='" + program() + "'");
    console().progress("Running a Flink job:\n  " + String.join(" ", words));
    run(session, words);
    List<Message> messages = broker.receive(TO, texts.size(), () -> {});
    return texts.size() - console().show(TO, messages);
  }

  private void run(Session session, List<String> words)
      throws DemoException, IOException, InterruptedException {
    Process job =
        new ProcessBuilder(words.stream().map(word -> word.replace("'", "")).toList())
            .directory(home().toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    session.with(job::destroyForcibly);
    if (job.waitFor() != 0) {
      throw new DemoException("the job did not end well: exit status=" + job.exitValue());
    }
  }
}
