package io.pawstream.benchmarks.internal.rows;

import io.pawstream.benchmarks.internal.measure.Round;
import io.pawstream.runtime.answer.Served;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Asks without waiting for answers, a bounded number of records in flight. */
public final class InFlight {
  private InFlight() {}

  /**
   * From the first record to the last answer.
   *
   * @param ask hands over a record, by number from 0
   * @throws IllegalStateException if a record has no answer
   */
  public static Round run(int inFlight, int amount, IntFunction<CompletableFuture<Served>> ask)
      throws InterruptedException {
    Semaphore room = new Semaphore(inFlight);
    AtomicInteger answers = new AtomicInteger();
    Round.Start start = Round.start();
    for (int i = 0; i < amount; i++) {
      room.acquire();
      var unused =
          ask.apply(i)
              .thenAccept(
                  served -> {
                    answers.addAndGet(BareEngine.answers(served.outcome()));
                    room.release();
                  });
    }
    room.acquire(inFlight);
    Round round = start.stop();
    BareEngine.requireAll(answers.get(), amount);
    return round;
  }
}
