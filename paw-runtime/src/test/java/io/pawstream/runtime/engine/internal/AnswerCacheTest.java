package io.pawstream.runtime.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.FinishReason;
import io.pawstream.runtime.answer.LabelScore;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.answer.Served;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnswerCacheTest {
  private final AnswerCache cache = new AnswerCache(1 << 20);

  /** What the engine was asked for and has not answered yet. */
  private final Deque<CompletableFuture<Served>> asked = new ArrayDeque<>();

  private CompletableFuture<Served> get(String program, String input) {
    return cache.get(
        program,
        input,
        () -> {
          CompletableFuture<Served> future = new CompletableFuture<>();
          asked.add(future);
          return future;
        });
  }

  private static Outcome answer(String value, int scores) {
    return new Answer(
        Answer.Kind.TEXT,
        value,
        1,
        1,
        FinishReason.STOP,
        false,
        "sha256:a",
        Collections.nCopies(scores, new LabelScore("x", -1, -1)));
  }

  private static Outcome failure(FailureReason reason) {
    return new Failure(reason, "", "sha256:a");
  }

  private static Served served(Outcome outcome) {
    return new Served(outcome, 1, 2, 3, false);
  }

  @Test
  void aRepeatedInputIsNotAskedAgain() {
    CompletableFuture<Served> first = get("p", "x");
    asked.remove().complete(served(answer("a", 0)));

    assertThat(first.join()).isEqualTo(served(answer("a", 0)));
    assertThat(get("p", "x").join()).isEqualTo(new Served(answer("a", 0), 0, 0, 0, true));
    assertThat(asked).isEmpty();
    assertThat(get("p", "X")).isNotDone();
    assertThat(get("q", "x")).isNotDone();
    assertThat(asked).hasSize(2);
  }

  @Test
  void equalInputsInFlightShareOneAnswer() {
    CompletableFuture<Served> first = get("p", "x");
    CompletableFuture<Served> second = get("p", "x");
    assertThat(asked).hasSize(1);
    asked.remove().complete(served(answer("a", 0)));

    assertThat(first.join().cached()).isFalse();
    assertThat(second.join()).isEqualTo(new Served(answer("a", 0), 0, 0, 0, true));
  }

  @ParameterizedTest
  @EnumSource(FailureReason.class)
  void failuresAreNotKept(FailureReason reason) {
    get("p", "x");
    asked.remove().complete(served(failure(reason)));
    assertThat(cache.size()).isZero();

    CompletableFuture<Served> again = get("p", "x");
    asked.remove().complete(served(answer("a", 0)));
    assertThat(again.join().outcome()).isEqualTo(answer("a", 0));
    assertThat(cache.size()).isOne();
  }

  @Test
  void aFailureThatComesAtOnceIsNotKept() {
    Served refused = Served.atOnce(failure(FailureReason.INVALID_TEXT));
    for (int i = 0; i < 2; i++) {
      assertThat(cache.get("p", "x", () -> CompletableFuture.completedFuture(refused)).join())
          .isEqualTo(refused);
    }
    assertThat(cache.size()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureReason.class,
      names = {"DEADLINE", "CLOSED"})
  void anotherInputsOwnTroubleIsNotShared(FailureReason reason) {
    CompletableFuture<Served> first = get("p", "x");
    CompletableFuture<Served> second = get("p", "x");
    asked.remove().complete(served(failure(reason)));

    assertThat(first.join().outcome()).isEqualTo(failure(reason));
    assertThat(second).isNotDone();
    asked.remove().complete(served(answer("a", 0)));
    assertThat(second.join().outcome()).isEqualTo(answer("a", 0));
  }

  @Test
  void theTextsOwnTroubleIsShared() {
    get("p", "x");
    CompletableFuture<Served> second = get("p", "x");
    asked.remove().complete(served(failure(FailureReason.ENGINE)));

    assertThat(second.join().outcome()).isEqualTo(failure(FailureReason.ENGINE));
    assertThat(asked).isEmpty();
  }

  @Test
  void anAskThatThrowsLeavesNothingBehind() {
    assertThatThrownBy(
            () ->
                cache.get(
                    "p",
                    "x",
                    () -> {
                      throw new IllegalStateException("made to fail");
                    }))
        .hasMessage("made to fail");
    assertThat(cache.size()).isZero();
    assertThat(get("p", "x")).isNotDone();
  }

  @Test
  void theBytesOfInputsAnswersAndScoresAreBounded() {
    for (int i = 0; i < 500; i++) {
      get("p", "x".repeat(10_000) + i);
      asked.remove().complete(served(answer("a", 0)));
    }
    // a megabyte of 20 kB each
    assertThat(cache.size()).isBetween(20L, 52L);
    for (int i = 0; i < 500; i++) {
      get("p", "y" + i);
      asked.remove().complete(served(answer("a".repeat(10_000), 0)));
    }
    assertThat(cache.size()).isBetween(20L, 52L);
    for (int i = 0; i < 500; i++) {
      get("p", "z" + i);
      asked.remove().complete(served(answer("a", 500)));
    }
    assertThat(cache.size()).isBetween(20L, 60L);
  }

  @Test
  void anEntryBeyondTheBoundIsNotKept() {
    get("p", "x".repeat(1 << 20));
    asked.remove().complete(served(answer("a", 0)));

    assertThat(cache.size()).isZero();
    assertThat(List.copyOf(asked)).isEmpty();
  }
}
