package io.pawstream.connect.internal.task;

import io.pawstream.connect.internal.config.AskOptions;
import io.pawstream.connect.internal.config.Binding;
import io.pawstream.connect.internal.record.Input;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.answer.Served;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs of one task: loaded with its first record, let go when it ends. Any thread may call
 * {@link #close}; the rest is for one, the task's.
 *
 * <p>All tasks and connectors of a worker share one engine, so that their waiting records go
 * through it in one micro-batch.
 */
public final class TaskPrograms implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskPrograms.class);

  /** What is loaded: nothing else holds native memory here. */
  private record Opened(Paw paw, List<PawProgram> programs) {}

  private final AskOptions options;
  private final PollWatch watch;
  private @Nullable Meters meters;
  private List<ProgramMetrics> metrics = List.of();

  /** Guarded by this, as is {@link #closed}. */
  private @Nullable Opened opened;

  private boolean closed;

  public TaskPrograms(AskOptions options) {
    this.options = options;
    this.watch = new PollWatch(options.maxPollRecords(), options.maxPollInterval());
  }

  /**
   * Loads the programs and lets them go again. The engine stays warm for its grace period, and a
   * task that never starts, because something after it cannot be configured and nobody closes it,
   * holds nothing.
   *
   * @throws ConnectException if one cannot be loaded
   */
  public void preload() {
    open().paw().close();
  }

  /** Keeps metrics with the worker's. Before the first input. */
  public void meter(PluginMetrics pluginMetrics) {
    meter(Meters.ofWorker(pluginMetrics));
  }

  private void meter(Meters given) {
    meters = given;
    metrics =
        options.bindings().stream()
            .map(binding -> new ProgramMetrics(given, binding.name()))
            .toList();
  }

  /**
   * Asks all programs and waits for their outcomes.
   *
   * @param ofSink whether the record is part of a sink's poll
   * @return outcomes by name of the program, in order
   * @throws ConnectException if a program cannot be loaded, or the task is ending
   */
  public Map<String, Outcome> ask(Input input, boolean ofSink) {
    Opened open = opened();
    if (meters == null) {
      meter(Meters.ofJmx());
    }
    long start = System.nanoTime();
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    try {
      List<CompletableFuture<Served>> asked = new ArrayList<>();
      for (int i = 0; i < open.programs().size(); i++) {
        metrics.get(i).asked();
        asked.add(ask(open.programs().get(i), input));
      }
      for (int i = 0; i < asked.size(); i++) {
        Served served = asked.get(i).get();
        metrics
            .get(i)
            .served(served, System.nanoTime() - start, minConfidence(open.programs().get(i)));
        outcomes.put(options.bindings().get(i).name(), served.outcome());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectException("a task must not be interrupted while it asks its programs", e);
    } catch (ExecutionException e) {
      throw new ConnectException("an engine must complete its inputs normally", e);
    }
    long now = System.nanoTime();
    String warning = ofSink ? watch.took(now - start, now) : null;
    if (warning != null) {
      LOG.warn("programs={}: {}", outcomes.keySet(), warning);
    }
    return outcomes;
  }

  /**
   * The least confidence that counts for a program: what the options name, else what is kept beside
   * it, else 0.
   *
   * @param name of the binding
   */
  public double minConfidence(String name) {
    for (int i = 0; i < options.bindings().size(); i++) {
      if (options.bindings().get(i).name().equals(name)) {
        return minConfidence(opened().programs().get(i));
      }
    }
    throw new IllegalArgumentException("a program must be one of the task's: program=" + name);
  }

  private double minConfidence(PawProgram program) {
    Double named = options.minConfidence();
    Double kept = program.minConfidence();
    return named != null ? named : kept != null ? kept : 0;
  }

  private static CompletableFuture<Served> ask(PawProgram program, Input input)
      throws InterruptedException {
    if (input instanceof Input.Refused refused) {
      Failure failure = new Failure(refused.reason(), refused.detail(), program.digest());
      return CompletableFuture.completedFuture(Served.atOnce(failure));
    }
    if (input instanceof Input.Text text) {
      return program.ask(text.text());
    }
    Failure failure =
        new Failure(
            FailureReason.NULL_INPUT, "the input of a record must not be null", program.digest());
    return CompletableFuture.completedFuture(Served.atOnce(failure));
  }

  private synchronized Opened opened() {
    if (closed) {
      throw new ConnectException("a transform must not be used after it was closed");
    }
    if (opened == null) {
      opened = open();
    }
    return opened;
  }

  private Opened open() {
    Paw paw = Paw.open(options.paw());
    String name = "";
    try {
      List<PawProgram> programs = new ArrayList<>();
      for (Binding binding : options.bindings()) {
        name = binding.name();
        programs.add(paw.load(binding.reference(), options.program()));
      }
      return new Opened(paw, programs);
    } catch (RuntimeException | LinkageError e) {
      paw.close();
      throw new ConnectException(
          "a program must be loadable: program=" + name + "; " + e.getMessage(), e);
    }
  }

  /** Lets the programs go. Idempotent. */
  @Override
  public void close() {
    Opened last;
    synchronized (this) {
      closed = true;
      last = opened;
      opened = null;
    }
    if (last != null) {
      last.paw().close();
    }
    Meters kept = meters;
    meters = null;
    if (kept != null) {
      kept.close();
    }
  }
}
