package io.pawstream.jobs.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.jobs.LabelTopic;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A call of {@code label-topic} that has ended.
 *
 * @param status exit status
 * @param shown everything it showed
 */
public record LabelTopicCall(int status, String shown) {

  /** Runs the job up to the records that are there now; it is not tried again. */
  public static LabelTopicCall of(Broker broker, List<String> words) {
    List<String> args = new ArrayList<>(words);
    args.add("--source.bootstrap-servers='" + broker.servers() + "'");
    args.add("--source.end=latest");
    args.add("--flink.parallelism.default=1");
    args.add("--flink.restart-strategy.type=none");
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(shown, true, UTF_8);
    int status = LabelTopic.run(System.out, err, args.toArray(String[]::new));
    return new LabelTopicCall(status, shown.toString(UTF_8));
  }
}
