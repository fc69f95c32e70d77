package io.pawstream.runtime.engine.internal;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.answer.Served;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Prepared answers, bounded, keyed by program and exact input; equal inputs in flight share one.
 * Failures are never kept. Any thread.
 */
public final class AnswerCache {
  /** Estimate of what an entry costs besides the characters of its text and answer. */
  private static final int ENTRY_BYTES = 400;

  /** The same of one label's score, whose text it shares with the program. */
  private static final int SCORE_BYTES = 40;

  /** Which answer: what the program is and how it is run, and the exact input. */
  private record Key(Object program, String input) {}

  private final AsyncCache<Key, Outcome> answers;

  /**
   * @param bytes estimated bound of all entries together
   */
  public AnswerCache(long bytes) {
    answers =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher(AnswerCache::weight)
            // maintenance on the calling thread: no pool that outlives a class loader
            .executor(Runnable::run)
            .buildAsync();
  }

  private static int weight(Key key, Outcome outcome) {
    long bytes = ENTRY_BYTES + 2L * key.input.length();
    if (outcome instanceof Answer answer) {
      bytes += 2L * answer.value().length() + (long) SCORE_BYTES * answer.scores().size();
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  /**
   * The prepared answer, or that of an equal input in flight, or what {@code ask} gives.
   *
   * @param program equal for programs that give equal answers
   */
  public CompletableFuture<Served> get(
      Object program, String input, Supplier<CompletableFuture<Served>> ask) {
    Key key = new Key(program, input);
    CompletableFuture<Outcome> shared = new CompletableFuture<>();
    CompletableFuture<Outcome> known = answers.asMap().putIfAbsent(key, shared);
    if (known != null) {
      return known.isDone()
          ? CompletableFuture.completedFuture(fromCache(known.join()))
          : known.thenCompose(outcome -> joined(outcome, ask));
    }
    CompletableFuture<Served> own;
    try {
      own = ask.get();
    } catch (RuntimeException e) {
      shared.completeExceptionally(e);
      throw e;
    }
    return own.whenComplete(
        (served, error) -> {
          if (served == null || served.outcome() instanceof Failure) {
            answers.asMap().remove(key, shared);
          }
          if (served != null) {
            shared.complete(served.outcome());
          }
        });
  }

  /** A failure that was the other input's own, not the text's, is not handed on. */
  private static CompletableFuture<Served> joined(
      Outcome outcome, Supplier<CompletableFuture<Served>> ask) {
    if (outcome instanceof Failure failure
        && (failure.reason() == FailureReason.DEADLINE
            || failure.reason() == FailureReason.CLOSED)) {
      return ask.get();
    }
    return CompletableFuture.completedFuture(fromCache(outcome));
  }

  private static Served fromCache(Outcome outcome) {
    return new Served(outcome, 0, 0, 0, true);
  }

  /** Entries at present, for tests and gauges. */
  public long size() {
    answers.synchronous().cleanUp();
    return answers.synchronous().estimatedSize();
  }
}
