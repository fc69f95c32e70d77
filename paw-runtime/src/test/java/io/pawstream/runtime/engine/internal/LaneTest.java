package io.pawstream.runtime.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.FinishReason;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.answer.Served;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lane's thread, with work that waits for the test's word. */
@Timeout(60)
class LaneTest {
  private static final Outcome ANSWER =
      new Answer(Answer.Kind.TEXT, "a", 1, 1, FinishReason.STOP, false, "sha256:a", List.of());

  private final MicroBatchQueue<String> queue = new MicroBatchQueue<>(4, 1000, 100, Duration.ZERO);
  private final ProgramQueue<String> program = new ProgramQueue<>("a", 1000);
  private final Work work = new Work();

  /** Does with each micro-batch what the test says next. */
  private final class Work implements LaneWork<String> {
    private final BlockingQueue<MicroBatch<String>> begun = new LinkedBlockingQueue<>();
    private final BlockingQueue<Runnable> orders = new LinkedBlockingQueue<>();
    private final List<String> forgotten = new ArrayList<>();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public void run(MicroBatch<String> batch) {
      // what the end of the last micro-batch left
      orders.clear();
      begun.add(batch);
      try {
        orders.take().run();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void forget(String name) {
      forgotten.add(name);
      if (name.equals("broken")) {
        throw new IllegalStateException("cannot forget");
      }
    }

    @Override
    public void abandon() {
      abandoned.incrementAndGet();
      orders.add(() -> {});
    }

    @Override
    public void stop() {
      orders.add(() -> {});
    }

    @Override
    public void close() {
      closed.countDown();
    }

    MicroBatch<String> next() throws InterruptedException {
      return begun.poll(30, TimeUnit.SECONDS);
    }
  }

  private Lane<String> lane() {
    return new Lane<>("lane under test", queue, name -> "sha256:" + name, () -> work);
  }

  private QueuedInput add() {
    QueuedInput input = new QueuedInput(new int[1], 1, false, null);
    assertThat(queue.add(program, input)).isTrue();
    return input;
  }

  private static Outcome outcome(QueuedInput input) {
    return input.future().orTimeout(30, TimeUnit.SECONDS).join().outcome();
  }

  private static FailureReason reason(QueuedInput input) {
    return ((Failure) outcome(input)).reason();
  }

  private void close(Lane<String> lane) {
    queue.close();
    lane.close();
  }

  @Test
  void whatCameMeanwhileGoesTogether() throws InterruptedException {
    Lane<String> lane = lane();
    QueuedInput first = add();
    MicroBatch<String> alone = work.next();
    List<QueuedInput> rest = List.of(add(), add(), add());
    work.orders.add(() -> alone.inputs().forEach(input -> input.complete(ANSWER)));
    MicroBatch<String> together = work.next();
    work.orders.add(() -> together.inputs().forEach(input -> input.complete(ANSWER)));

    Served served = first.future().join();
    assertThat(served.microBatch()).isEqualTo(1);
    for (QueuedInput input : rest) {
      served = input.future().orTimeout(30, TimeUnit.SECONDS).join();
      assertThat(served.outcome()).isEqualTo(ANSWER);
      assertThat(served.microBatch()).isEqualTo(3);
      assertThat(served.queueNanos()).isPositive();
      assertThat(served.engineNanos()).isPositive();
      assertThat(served.cached()).isFalse();
    }
    close(lane);
    assertThat(work.closed.getCount()).isZero();
  }

  @Test
  void failedWorkIsAFailureOfItsMicroBatchAlone() throws InterruptedException {
    Lane<String> lane = lane();
    QueuedInput broken = add();
    work.next();
    work.orders.add(
        () -> {
          throw new IllegalStateException("made to fail");
        });
    assertThat(outcome(broken))
        .isEqualTo(
            new Failure(
                FailureReason.ENGINE,
                "the engine failed on the micro-batch: made to fail",
                "sha256:a"));

    QueuedInput worse = add();
    work.next();
    work.orders.add(
        () -> {
          throw new OutOfMemoryError("made to fail");
        });
    assertThat(reason(worse)).isEqualTo(FailureReason.ENGINE);

    QueuedInput next = add();
    MicroBatch<String> batch = work.next();
    work.orders.add(() -> batch.inputs().forEach(input -> input.complete(ANSWER)));
    assertThat(outcome(next)).isEqualTo(ANSWER);
    close(lane);
  }

  @Test
  void aMicroBatchThatNobodyWaitsForIsAbandoned() throws InterruptedException {
    Lane<String> lane = lane();
    QueuedInput first = add();
    work.next();
    List<QueuedInput> inputs = List.of(add(), add());
    first.complete(ANSWER);
    work.next();
    assertThat(work.abandoned).hasValue(1);
    inputs.get(0).complete(ANSWER);
    assertThat(work.abandoned).hasValue(1);
    inputs.get(1).complete(ANSWER);
    assertThat(work.abandoned).hasValue(2);
    // an outcome for a micro-batch of the past concerns nobody
    QueuedInput third = add();
    work.next();
    inputs.get(0).complete(ANSWER);
    assertThat(work.abandoned).hasValue(2);
    close(lane);
    assertThat(reason(third)).isEqualTo(FailureReason.CLOSED);
  }

  @Test
  void closingEndsWhatRunsAndTellsWhoWaits() throws InterruptedException {
    Lane<String> lane = lane();
    QueuedInput running = add();
    work.next();
    QueuedInput waiting = add();

    assertThat(queue.close()).containsExactly(waiting);
    lane.close();
    lane.close();

    assertThat(reason(running)).isEqualTo(FailureReason.CLOSED);
    assertThat(work.closed.getCount()).isZero();
  }

  @Test
  void aProgramIsForgottenBetweenMicroBatchesAndAtTheEnd() throws InterruptedException {
    Lane<String> lane = lane();
    QueuedInput running = add();
    work.next();
    var forgotten = lane.forget("a");
    assertThat(forgotten).isNotDone();
    work.orders.add(() -> running.complete(ANSWER));
    forgotten.orTimeout(30, TimeUnit.SECONDS).join();

    var broken = lane.forget("broken");
    assertThatThrownBy(() -> broken.orTimeout(30, TimeUnit.SECONDS).join())
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("cannot forget");

    QueuedInput last = add();
    work.next();
    var late = lane.forget("b");
    close(lane);
    assertThat(late).isDone();
    assertThat(reason(last)).isEqualTo(FailureReason.CLOSED);
    assertThat(work.forgotten).containsExactly("a", "broken", "b");
  }

  @Test
  void aStrangersInterruptChangesNothing() throws InterruptedException {
    Lane<String> lane = lane();
    QueuedInput first = add();
    work.next();
    Thread[] thread = new Thread[1];
    work.orders.add(
        () -> {
          thread[0] = Thread.currentThread();
          first.complete(ANSWER);
        });
    outcome(first);
    while (thread[0].getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    thread[0].interrupt();

    QueuedInput second = add();
    MicroBatch<String> batch = work.next();
    work.orders.add(() -> batch.inputs().forEach(input -> input.complete(ANSWER)));
    assertThat(outcome(second)).isEqualTo(ANSWER);
    close(lane);
  }

  @Test
  void workThatCannotBeMadeIsTold() {
    Lane<String> lane =
        new Lane<>(
            "broken lane",
            queue,
            name -> name,
            () -> {
              throw new IllegalStateException("no context");
            });

    assertThatThrownBy(() -> lane.started().orTimeout(30, TimeUnit.SECONDS).join())
        .hasRootCauseMessage("no context");
    close(lane);
  }

  @Test
  void aLaneThatEndsLeavesNobodyWaiting() throws InterruptedException {
    // the digest is asked for while the rest of a micro-batch is completed: an Error there is fatal
    Lane<String> lane =
        new Lane<>(
            "lane under test",
            queue,
            name -> {
              throw new StackOverflowError("made to end");
            },
            () -> work);
    add();
    work.next();
    QueuedInput waiting = add();
    work.orders.add(() -> {});

    assertThat(reason(waiting)).isEqualTo(FailureReason.ENGINE);
    assertThat(work.closed.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(queue.add(program, new QueuedInput(new int[1], 1, false, null))).isFalse();
    lane.close();
  }
}
