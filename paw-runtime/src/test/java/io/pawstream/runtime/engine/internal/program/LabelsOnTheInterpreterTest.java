package io.pawstream.runtime.engine.internal.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.engine.internal.llama.LlamaProgram;
import io.pawstream.runtime.llama.internal.ContextSettings;
import io.pawstream.runtime.llama.internal.LlamaBatch;
import io.pawstream.runtime.llama.internal.LlamaContext;
import io.pawstream.runtime.testing.Programs;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The engine's labels against a second computation on the same interpreter that shares neither the
 * trie nor the walk nor the queue with it: every label's probability, by evaluating every beginning
 * that a label has.
 */
class LabelsOnTheInterpreterTest {
  private static final List<String> WORDS =
      List.of("bug", "report", "urgent", "billing", "账单", "é", "refund", "1", "bugs");

  private static NativeFixture natives;
  private static LoadedProgram<LlamaProgram> program;
  private static LlamaContext context;
  private static LlamaBatch batch;
  private static Paw paw;
  private static int end;

  @BeforeAll
  static void open() {
    natives = new NativeFixture();
    program = natives.program("intent.paw", ProgramOptions.DEFAULT.withLabels(List.of()));
    end = program.endToken();
    context = new LlamaContext(natives.model(), new ContextSettings(2048, 512, 512, 2, 1));
    context.use(program.resources().adapter());
    batch = new LlamaBatch(512, 2);
    paw =
        Paw.open(
            PawOptions.DEFAULT.withEngine(
                EngineOptions.builder().deterministic(true).cacheBytes(0).build()));
  }

  @AfterAll
  static void close() {
    paw.close();
    context.close();
    batch.close();
    natives.close();
  }

  @Test
  void randomLabelSetsAreScoredAsByEvaluatingEveryBeginning() throws InterruptedException {
    Random random = new Random(5);
    for (int round = 0; round < 40; round++) {
      List<String> labels = labels(random);
      String input = "please " + WORDS.get(random.nextInt(WORDS.size())) + " number " + round;

      double[] all = scores(labels, input);
      int[] order =
          IntStream.range(0, all.length)
              .boxed()
              .sorted((a, b) -> Double.compare(all[b], all[a]))
              .mapToInt(Integer::intValue)
              .toArray();
      try (PawProgram asked =
          paw.load(Programs.path("intent.paw"), ProgramOptions.DEFAULT.withLabels(labels))) {
        assertThat(asked.labels()).isEqualTo(labels);
        Answer answer = (Answer) asked.apply(input);
        String what = labels + ": " + input;
        double margin = Math.log(all[order[0]] / all[order[1]]);
        assertThat(answer.value()).as(what).isEqualTo(labels.get(order[0]));
        assertThat(answer.confidence())
            .as(what)
            .isCloseTo(all[order[0]] / Arrays.stream(all).sum(), within(LabelWalk.NEGLIGIBLE));
        if (margin < 6.9) {
          assertThat(answer.margin()).as(what).isCloseTo(margin, within(1e-3));
        } else {
          assertThat(answer.margin()).as(what).isGreaterThan(6.8);
        }
      }
    }
  }

  /** Two to nine phrases of one to three words out of few, so that many begin others. */
  private static List<String> labels(Random random) {
    Set<String> labels = new LinkedHashSet<>();
    int count = 2 + random.nextInt(8);
    while (labels.size() < count) {
      StringBuilder label = new StringBuilder(WORDS.get(random.nextInt(WORDS.size())));
      for (int more = random.nextInt(3); more > 0; more--) {
        label.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
      }
      labels.add(label.toString());
    }
    return List.copyOf(labels);
  }

  private static double[] scores(List<String> labels, String input) {
    int[][] tokens =
        labels.stream()
            .map(label -> natives.model().tokenize(label.getBytes(UTF_8), false))
            .toArray(int[][]::new);
    int[] prompt = ((Encoded.Tokens) program.encode(input)).ids();
    context.clear();
    evaluate(program.prefixTokens(), 0, 0);
    float[] row = evaluate(prompt, program.prefixTokens().length, 0);
    double[] all = new double[tokens.length];
    enumerate(tokens, IntStream.range(0, all.length).toArray(), new int[0], 1, row, all);
    return all;
  }

  private static void enumerate(
      int[][] tokens, int[] group, int[] path, double probability, float[] row, double[] all) {
    Map<Integer, int[]> ways = new HashMap<>();
    for (int label : group) {
      int way = tokens[label].length == path.length ? end : tokens[label][path.length];
      int[] known = ways.getOrDefault(way, new int[0]);
      int[] more = Arrays.copyOf(known, known.length + 1);
      more[known.length] = label;
      ways.put(way, more);
    }
    double sum = IntStream.range(0, row.length).mapToDouble(i -> Math.exp(row[i])).sum();
    ways.forEach(
        (way, rest) -> {
          double here = probability * Math.exp(row[way]) / sum;
          if (way == end || (rest.length == 1 && tokens[rest[0]].length == path.length + 1)) {
            all[rest[0]] = here;
            return;
          }
          int[] longer = Arrays.copyOf(path, path.length + 1);
          longer[path.length] = way;
          // the beginning alone, in a sequence of its own
          context.share(0, 1);
          float[] next = evaluate(longer, prompted, 1);
          context.forget(1, 0);
          enumerate(tokens, rest, longer, here, next, all);
        });
  }

  /** Positions that prefix and prompt take. */
  private static int prompted;

  private static float[] evaluate(int[] tokens, int position, int sequence) {
    float[] row = new float[natives.model().vocabSize()];
    batch.clear();
    for (int i = 0; i < tokens.length; i++) {
      batch.add(tokens[i], position + i, sequence, i == tokens.length - 1);
    }
    assertThat(context.decode(batch)).isEqualTo(LlamaContext.Decoded.DONE);
    context.logits(tokens.length - 1, row);
    if (sequence == 0) {
      prompted = position + tokens.length;
    }
    return row;
  }
}
