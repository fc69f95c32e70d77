package io.pawstream.runtime.engine;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How an engine uses the machine. Equal options on one interpreter share one engine in a process.
 * Immutable; any thread.
 *
 * @param lanes contexts, each with a thread of its own, that run micro-batches side by side; 0 lets
 *     the engine choose by the interpreter's size
 * @param threads native threads of each lane; 0 lets the engine choose by the interpreter's size
 * @param maxSequences most inputs in one micro-batch, up to 64; 0 lets the engine choose by the
 *     interpreter's size
 * @param batchTokens most tokens in one native call, 32 to 4096; 0 lets the engine choose
 * @param contextTokens window of one input in tokens: prefix, input, suffix and output together;
 *     never more than the interpreter was trained with
 * @param linger longest time an idle lane waits for callers that are known to be active
 * @param deterministic each input alone after the restored prefix, on one lane: an answer does not
 *     depend on what else is in flight
 * @param cacheBytes bound of the prepared answers in bytes, estimated; 0 for none
 * @param maxWaiting inputs that may wait before {@code submit} blocks
 * @param closeGrace how long an engine that nobody holds stays loaded
 * @param engine which engine answers programs with labels: {@link #LLAMA}, the name of an {@link
 *     EngineProvider} on the class path such as {@code blas}, or {@link #AUTO}, the one that was
 *     fastest in a measurement on this machine, done once and kept. Free text is answered by {@code
 *     llama} where that engine answers labels alone
 * @param weights how an engine that computes with floats keeps the interpreter
 * @param device what {@code llama} computes on: {@link #CPU}, the name of a graphics processor such
 *     as {@code CUDA0} or {@code Vulkan0}, or {@link #AUTO}, the first that the natives jars on the
 *     class path find, and the processor where they find none or there is no such jar
 * @param gpuLayers layers of the interpreter that the graphics processor takes, up to 999, more
 *     than any has; 0 for none; -1 for all
 */
public record EngineOptions(
    int lanes,
    int threads,
    int maxSequences,
    int batchTokens,
    int contextTokens,
    Duration linger,
    boolean deterministic,
    long cacheBytes,
    int maxWaiting,
    Duration closeGrace,
    String engine,
    Weights weights,
    String device,
    int gpuLayers)
    implements Serializable {

  /** The engine over llama.cpp of our own natives. */
  public static final String LLAMA = "llama";

  /** The engine that was fastest on this machine; the device that is there. */
  public static final String AUTO = "auto";

  /** The processor, and no other device. */
  public static final String CPU = "cpu";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern DEVICE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}");

  /** Values that suit most jobs. */
  public static final EngineOptions DEFAULT =
      new EngineOptions(
          0,
          0,
          0,
          0,
          2048,
          Duration.ofMillis(2),
          false,
          32L << 20,
          256,
          Duration.ofSeconds(30),
          LLAMA,
          Weights.STORED,
          AUTO,
          -1);

  public EngineOptions {
    Objects.requireNonNull(linger, "linger");
    Objects.requireNonNull(closeGrace, "closeGrace");
    Objects.requireNonNull(weights, "weights");
    if (!NAME.matcher(engine).matches()) {
      throw new IllegalArgumentException(
          "engine must be llama, auto or the name of another engine: engine=" + engine);
    }
    if (!DEVICE.matcher(device).matches()) {
      throw new IllegalArgumentException(
          "device must be auto, cpu or the name of a device such as CUDA0: device=" + device);
    }
    inRange("gpuLayers", gpuLayers, -1, 999);
    inRange("lanes", lanes, 0, 256);
    inRange("threads", threads, 0, 512);
    inRange("maxSequences", maxSequences, 0, 64);
    inRange("batchTokens", batchTokens, batchTokens == 0 ? 0 : 32, 4096);
    inRange("contextTokens", contextTokens, 64, 131_072);
    inRange("maxWaiting", maxWaiting, 1, 1_000_000);
    inRange("linger", linger.toMillis(), 0, 60_000);
    inRange("cacheBytes", cacheBytes, 0, Long.MAX_VALUE);
    inRange("closeGrace", closeGrace.toMillis(), 0, 86_400_000);
  }

  private static void inRange(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be from " + least + " to " + most + ": " + name + "=" + value);
    }
  }

  /** A builder that starts from {@link #DEFAULT}. */
  public static Builder builder() {
    return DEFAULT.toBuilder();
  }

  /** A builder that starts from these values. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Collects values for an {@link EngineOptions}. One thread. */
  public static final class Builder {
    private int lanes;
    private int threads;
    private int maxSequences;
    private int batchTokens;
    private int contextTokens;
    private Duration linger;
    private boolean deterministic;
    private long cacheBytes;
    private int maxWaiting;
    private Duration closeGrace;
    private String engine;
    private Weights weights;
    private String device;
    private int gpuLayers;

    private Builder(EngineOptions from) {
      lanes = from.lanes;
      threads = from.threads;
      maxSequences = from.maxSequences;
      batchTokens = from.batchTokens;
      contextTokens = from.contextTokens;
      linger = from.linger;
      deterministic = from.deterministic;
      cacheBytes = from.cacheBytes;
      maxWaiting = from.maxWaiting;
      closeGrace = from.closeGrace;
      engine = from.engine;
      weights = from.weights;
      device = from.device;
      gpuLayers = from.gpuLayers;
    }

    public Builder lanes(int value) {
      lanes = value;
      return this;
    }

    public Builder threads(int value) {
      threads = value;
      return this;
    }

    public Builder maxSequences(int value) {
      maxSequences = value;
      return this;
    }

    public Builder batchTokens(int value) {
      batchTokens = value;
      return this;
    }

    public Builder contextTokens(int value) {
      contextTokens = value;
      return this;
    }

    public Builder linger(Duration value) {
      linger = value;
      return this;
    }

    public Builder deterministic(boolean value) {
      deterministic = value;
      return this;
    }

    public Builder cacheBytes(long value) {
      cacheBytes = value;
      return this;
    }

    public Builder maxWaiting(int value) {
      maxWaiting = value;
      return this;
    }

    public Builder closeGrace(Duration value) {
      closeGrace = value;
      return this;
    }

    public Builder engine(String value) {
      engine = value;
      return this;
    }

    public Builder weights(Weights value) {
      weights = value;
      return this;
    }

    public Builder device(String value) {
      device = value;
      return this;
    }

    public Builder gpuLayers(int value) {
      gpuLayers = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException naming the value that is out of range
     */
    public EngineOptions build() {
      return new EngineOptions(
          lanes,
          threads,
          maxSequences,
          batchTokens,
          contextTokens,
          linger,
          deterministic,
          cacheBytes,
          maxWaiting,
          closeGrace,
          engine,
          weights,
          device,
          gpuLayers);
    }
  }
}
