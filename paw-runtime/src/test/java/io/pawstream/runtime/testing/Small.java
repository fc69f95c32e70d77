package io.pawstream.runtime.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.answer.Served;
import io.pawstream.runtime.engine.EngineOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Engines that go as soon as they are closed, and outcomes that are waited for with a limit. */
public final class Small {
  private Small() {}

  /** One lane, which tests can hold, no cache and no grace period. */
  public static EngineOptions.Builder engine() {
    return EngineOptions.builder().lanes(1).cacheBytes(0).closeGrace(Duration.ZERO);
  }

  public static Paw open(EngineOptions.Builder options) {
    return Paw.open(PawOptions.DEFAULT.withEngine(options.build()));
  }

  public static Outcome soon(CompletableFuture<Served> served) {
    return served.orTimeout(30, TimeUnit.SECONDS).join().outcome();
  }

  public static FailureReason reason(CompletableFuture<Served> served) {
    assertThat(soon(served)).isInstanceOf(Failure.class);
    return ((Failure) soon(served)).reason();
  }
}
