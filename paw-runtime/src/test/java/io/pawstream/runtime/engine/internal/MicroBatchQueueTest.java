package io.pawstream.runtime.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MicroBatchQueueTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final ProgramQueue<String> a = new ProgramQueue<>("a", 1000);
  private final ProgramQueue<String> b = new ProgramQueue<>("b", 1000);
  private final ProgramQueue<String> c = new ProgramQueue<>("c", 1000);

  private static MicroBatchQueue<String> queue(int maxInputs, int maxTokens) {
    return new MicroBatchQueue<>(maxInputs, maxTokens, 10, LONG);
  }

  private static QueuedInput input(int tokens) {
    return input(tokens, tokens, null);
  }

  private static QueuedInput input(int tokens, int cells, Thread caller) {
    return new QueuedInput(new int[tokens], cells, false, caller);
  }

  private static void add(MicroBatchQueue<String> queue, ProgramQueue<String> program, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(queue.add(program, input(1))).isTrue();
    }
  }

  private static void end(QueuedInput input) {
    input.complete(new Failure(FailureReason.DEADLINE, "", ""));
  }

  private static MicroBatchQueue.Taken<String> take(MicroBatchQueue<String> queue)
      throws InterruptedException {
    return queue.take(null, 0, () -> false);
  }

  /** As one lane takes; nothing is left then. */
  private static List<String> take(MicroBatchQueue<String> queue, int microBatches)
      throws InterruptedException {
    List<String> order = new ArrayList<>();
    ProgramQueue<String> last = null;
    int row = 0;
    while (order.size() < microBatches) {
      MicroBatchQueue.Taken<String> taken = queue.take(last, row, () -> false);
      row = taken.queue().equals(last) ? row + 1 : 1;
      last = taken.queue();
      order.add(taken.batch().program());
    }
    assertThat(queue.close()).isEmpty();
    return order;
  }

  @Test
  void whatIsWaitingGoesTogetherUpToTheMostInputs() throws InterruptedException {
    MicroBatchQueue<String> queue = queue(4, 1000);
    add(queue, a, 6);

    assertThat(take(queue).batch().inputs()).hasSize(4);
    assertThat(take(queue).batch().inputs()).hasSize(2);
  }

  @Test
  void inputsKeepTheirOrder() throws InterruptedException {
    MicroBatchQueue<String> queue = queue(4, 1000);
    List<QueuedInput> inputs = IntStream.range(0, 4).mapToObj(i -> input(1)).toList();
    inputs.forEach(input -> queue.add(a, input));

    assertThat(take(queue).batch().inputs()).isEqualTo(inputs);
  }

  @Test
  void tokensBoundAMicroBatchButNotItsFirstInput() throws InterruptedException {
    MicroBatchQueue<String> queue = queue(10, 100);
    for (int tokens : new int[] {60, 40, 1, 200, 50, 50}) {
      queue.add(a, input(tokens));
    }

    assertThat(take(queue).batch().inputs()).hasSize(2);
    assertThat(take(queue).batch().inputs()).hasSize(1);
    assertThat(take(queue).batch().inputs()).hasSize(1);
    assertThat(take(queue).batch().inputs()).hasSize(2);
  }

  @Test
  void contextMemoryBoundsAMicroBatch() throws InterruptedException {
    MicroBatchQueue<String> queue = queue(10, 100);
    ProgramQueue<String> small = new ProgramQueue<>("small", 50);
    for (int i = 0; i < 3; i++) {
      queue.add(small, input(1, 25, null));
    }

    assertThat(take(queue).batch().inputs()).hasSize(2);
    assertThat(take(queue).batch().inputs()).hasSize(1);
  }

  @Test
  void inputsThatNobodyWaitsForAreLeftOut() throws InterruptedException {
    MicroBatchQueue<String> queue = queue(2, 1000);
    List<QueuedInput> inputs = IntStream.range(0, 6).mapToObj(i -> input(1)).toList();
    inputs.forEach(input -> queue.add(a, input));
    end(inputs.get(0));
    end(inputs.get(2));
    end(inputs.get(5));

    assertThat(take(queue).batch().inputs()).containsExactly(inputs.get(1), inputs.get(3));
    assertThat(take(queue).batch().inputs()).containsExactly(inputs.get(4));
    assertThat(queue.close()).isEmpty();
  }

  @Test
  void nothingIsTakenWhereNobodyWaits() throws InterruptedException {
    MicroBatchQueue<String> queue = queue(2, 1000);
    QueuedInput input = input(1);
    queue.add(a, input);
    end(input);

    AtomicInteger looked = new AtomicInteger();
    assertThat(queue.take(null, 0, () -> looked.incrementAndGet() == 2)).isNull();
    assertThat(queue.close()).isEmpty();
  }

  @Test
  void aFloodedProgramLetsOthersThrough() throws InterruptedException {
    MicroBatchQueue<String> queue = queue(1, 1000);
    add(queue, a, 100);
    add(queue, b, 1);

    List<String> order = take(queue, 101);

    assertThat(order.indexOf("b")).isEqualTo(MicroBatchQueue.STAY);
  }

  @Test
  void floodedProgramsTakeTurns() throws InterruptedException {
    MicroBatchQueue<String> queue = queue(1, 1000);
    add(queue, a, 40);
    add(queue, b, 40);
    add(queue, c, 40);

    List<String> order = take(queue, 120);

    for (int i = 0; i < 120; i++) {
      assertThat(order.get(i)).isEqualTo(List.of("a", "b", "c").get(i / MicroBatchQueue.STAY % 3));
    }
  }

  @Test
  void withoutCallersNothingIsWaitedFor() throws InterruptedException {
    MicroBatchQueue<String> queue = queue(8, 1000);
    add(queue, a, 2);
    MicroBatchQueue.Taken<String> taken = take(queue);
    queue.completed(taken.queue(), taken.batch());
    add(queue, a, 1);

    long start = System.nanoTime();
    assertThat(take(queue).batch().inputs()).hasSize(1);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG.dividedBy(2));
  }

  @Test
  void oneCallerIsNotWaitedFor() throws InterruptedException {
    MicroBatchQueue<String> queue = queue(8, 1000);
    queue.add(a, input(1, 1, new Thread()));
    MicroBatchQueue.Taken<String> taken = take(queue);
    queue.completed(taken.queue(), taken.batch());
    add(queue, a, 1);

    long start = System.nanoTime();
    assertThat(take(queue).batch().inputs()).hasSize(1);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG.dividedBy(2));
  }

  /** Several callers get their outcomes; all but the given ones have not come back yet. */
  private MicroBatchQueue<String> afterServing(List<Thread> callers, List<Thread> backEarly)
      throws InterruptedException {
    MicroBatchQueue<String> queue = queue(8, 1000);
    callers.forEach(caller -> queue.add(a, input(1, 1, caller)));
    MicroBatchQueue.Taken<String> taken = take(queue);
    assertThat(taken.batch().inputs()).hasSameSizeAs(callers);
    backEarly.forEach(caller -> queue.add(a, input(1, 1, caller)));
    queue.completed(taken.queue(), taken.batch());
    return queue;
  }

  private static FutureTask<Integer> takingSize(MicroBatchQueue<String> queue) {
    FutureTask<Integer> task = new FutureTask<>(() -> take(queue).batch().inputs().size());
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  @Test
  void callersThatAreOnTheirWayAreWaitedFor() throws Exception {
    List<Thread> callers = List.of(new Thread(), new Thread(), new Thread());
    MicroBatchQueue<String> queue = afterServing(callers, List.of());

    FutureTask<Integer> taking = takingSize(queue);
    callers.forEach(caller -> queue.add(a, input(1, 1, caller)));

    assertThat(taking.get(LONG.toSeconds() / 2, TimeUnit.SECONDS)).isEqualTo(3);
  }

  @Test
  void callersThatAreBackAlreadyAreNotWaitedForAgain() throws Exception {
    List<Thread> callers = List.of(new Thread(), new Thread(), new Thread());
    MicroBatchQueue<String> queue = afterServing(callers, callers.subList(0, 2));

    FutureTask<Integer> taking = takingSize(queue);
    queue.add(a, input(1, 1, callers.get(2)));

    assertThat(taking.get(LONG.toSeconds() / 2, TimeUnit.SECONDS)).isEqualTo(3);
  }

  @Test
  void aFullMicroBatchDoesNotWaitForCallers() throws Exception {
    List<Thread> callers = List.of(new Thread(), new Thread(), new Thread());
    MicroBatchQueue<String> queue = afterServing(callers, List.of());

    add(queue, a, 8);

    assertThat(takingSize(queue).get(LONG.toSeconds() / 2, TimeUnit.SECONDS)).isEqualTo(8);
  }

  @Test
  void anotherProgramIsServedMeanwhile() throws Exception {
    List<Thread> callers = List.of(new Thread(), new Thread(), new Thread());
    MicroBatchQueue<String> queue = afterServing(callers, callers.subList(0, 1));

    FutureTask<String> taking = new FutureTask<>(() -> take(queue).batch().program());
    new Thread(taking).start();
    queue.add(b, input(1));

    assertThat(taking.get(LONG.toSeconds() / 2, TimeUnit.SECONDS)).isEqualTo("b");
  }

  @Test
  void callersThatStayAwayCostOneLinger() throws Exception {
    MicroBatchQueue<String> queue = new MicroBatchQueue<>(8, 1000, 10, Duration.ofMillis(50));
    List<Thread> callers = List.of(new Thread(), new Thread());
    callers.forEach(caller -> queue.add(a, input(1, 1, caller)));
    MicroBatchQueue.Taken<String> taken = take(queue);
    queue.completed(taken.queue(), taken.batch());
    queue.add(a, input(1));

    assertThat(takingSize(queue).get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
  }

  @Test
  void everyLaneWakesForWhatWaits() throws Exception {
    // one lane lingers for a, the other sleeps; what comes for b may wake either
    for (int round = 0; round < 50; round++) {
      List<Thread> callers = List.of(new Thread(), new Thread(), new Thread());
      MicroBatchQueue<String> queue =
          new MicroBatchQueue<>(8, 1000, 10, Duration.ofMillis(1 + round % 3));
      callers.forEach(caller -> queue.add(a, input(1, 1, caller)));
      MicroBatchQueue.Taken<String> taken = take(queue);
      queue.completed(taken.queue(), taken.batch());
      FutureTask<Integer> one = takingSize(queue);
      FutureTask<Integer> other = takingSize(queue);
      queue.add(a, input(1));
      queue.add(b, input(1));

      assertThat(one.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(other.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void tooManyWaitingBlockUntilSomeAreTaken() throws Exception {
    MicroBatchQueue<String> queue = queue(4, 1000);
    add(queue, a, 10);
    FutureTask<Void> waiting =
        new FutureTask<>(
            () -> {
              queue.awaitRoom();
              return null;
            });
    Thread thread = new Thread(waiting);
    thread.start();
    awaitBlocked(thread);
    assertThat(waiting.isDone()).isFalse();

    take(queue);

    waiting.get(30, TimeUnit.SECONDS);
  }

  @Test
  void closingReleasesWhoIsBlocked() throws Exception {
    MicroBatchQueue<String> queue = queue(4, 1000);
    add(queue, a, 7);
    add(queue, b, 3);
    Thread thread =
        new Thread(
            () -> {
              try {
                queue.awaitRoom();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    thread.start();
    awaitBlocked(thread);

    assertThat(queue.close()).hasSize(10);

    thread.join(30_000);
    assertThat(thread.isAlive()).isFalse();
    assertThat(queue.add(a, input(1))).isFalse();
    assertThat(take(queue)).isNull();
  }

  @Test
  void aBlockedCallerCanBeInterrupted() throws Exception {
    MicroBatchQueue<String> queue = queue(4, 1000);
    add(queue, a, 10);
    FutureTask<Void> waiting =
        new FutureTask<>(
            () -> {
              queue.awaitRoom();
              return null;
            });
    Thread thread = new Thread(waiting);
    thread.start();
    awaitBlocked(thread);
    thread.interrupt();

    assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }

  private static void awaitBlocked(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(thread.isAlive()).isTrue();
      Thread.onSpinWait();
    }
  }

  @Test
  void aClosedProgramGivesBackWhatWaitsAndTakesNoMore() throws InterruptedException {
    MicroBatchQueue<String> queue = queue(4, 1000);
    add(queue, a, 3);
    add(queue, b, 2);

    assertThat(queue.close(a)).hasSize(3);

    assertThat(queue.add(a, input(1))).isFalse();
    assertThat(take(queue, 1)).containsExactly("b");
  }

  @Test
  void anAbandonedMicroBatchIsToldOnceAndOnlyWhenNobodyIsLeft() {
    List<QueuedInput> inputs = List.of(input(1), input(1), input(1));
    MicroBatch<String> batch = new MicroBatch<>("a", inputs);
    CompletableFuture<Void> told = new CompletableFuture<>();
    batch.whenAbandoned(() -> assertThat(told.complete(null)).isTrue());

    end(inputs.get(0));
    end(inputs.get(0));
    end(inputs.get(2));
    assertThat(told).isNotDone();
    end(inputs.get(1));
    assertThat(told).isDone();
    end(inputs.get(1));
  }
}
