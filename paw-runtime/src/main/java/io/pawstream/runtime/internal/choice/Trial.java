package io.pawstream.runtime.internal.choice;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Served;
import io.pawstream.runtime.engine.Engine;
import io.pawstream.runtime.engine.EngineProgram;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** How fast an engine labels records of about 40 tokens. One thread. */
final class Trial {
  /** Full micro-batches of every engine. */
  private static final int RECORDS = 32;

  /** A small interpreter is measured for at least as long, and not at its first records. */
  private static final Duration LEAST = Duration.ofMillis(500);

  private static final int MOST_ROUNDS = 50;

  private Trial() {}

  /** Records per second of the best round; 0 where a record got no answer. */
  static double recordsPerSecond(Engine engine, EngineProgram program) {
    // the prefix
    if (!answers(engine, program, List.of("first"))) {
      return 0;
    }
    double best = 0;
    long start = System.nanoTime();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      List<String> texts = texts(round);
      long begin = System.nanoTime();
      if (!answers(engine, program, texts)) {
        return 0;
      }
      long end = System.nanoTime();
      best = Math.max(best, RECORDS * 1e9 / (end - begin));
      if (end - start > LEAST.toNanos()) {
        break;
      }
    }
    return best;
  }

  private static boolean answers(Engine engine, EngineProgram program, List<String> texts) {
    List<CompletableFuture<Served>> served =
        texts.stream().map(text -> engine.submit(program, text, false)).toList();
    boolean all = true;
    for (CompletableFuture<Served> one : served) {
      all &= one.join().outcome() instanceof Answer;
    }
    return all;
  }

  /** All different, so that no answer is a prepared one. */
  private static List<String> texts(int round) {
    return IntStream.range(0, RECORDS)
        .mapToObj(
            i ->
                "Message "
                    + (round * RECORDS + i)
                    + ": the order that I placed last week has still not arrived, and nobody"
                    + " answers the telephone; please tell me today whether it was sent.")
        .toList();
  }
}
