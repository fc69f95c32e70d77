package io.pawstream.benchmarks.internal.rows;

import io.pawstream.benchmarks.internal.connect.ConnectTasks;
import io.pawstream.benchmarks.internal.connect.ConnectWorker;
import io.pawstream.benchmarks.internal.measure.Measured;
import io.pawstream.benchmarks.internal.measure.RepeatedTexts;
import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.workload.Workload;
import io.pawstream.engine.jllama.JllamaProvider;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.EngineUnavailableException;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.engine.Weights;
import io.pawstream.runtime.engine.internal.llama.LlamaSizing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.jspecify.annotations.Nullable;

/** All rows, in the order of the table, and how each is opened. One thread. */
public final class Rows implements AutoCloseable {
  /** The PAW SDK's loop: what others are compared with. */
  public static final String SDK = "sdk";

  public static final String ENGINE = "engine";
  public static final String BLAS = "engine-blas";
  public static final String BLAS_FLOATS = "blas-f32";
  public static final String BLAS_MERGED = "blas-merged";
  public static final String JLLAMA = "jllama";
  public static final String JLLAMA_COMPLETE = "jllama-complete";
  public static final String SGEMM = "sgemm";
  public static final String SGEMM_ADAPTER = "sgemm-adapter";
  public static final String TEXT = "text";
  public static final String CALLERS = "callers";
  public static final String FLINK_ASYNC = "flink-async";
  public static final String FLINK_MAP = "flink-map";
  public static final String SQL_ASYNC = "sql-async";
  public static final String SQL_DEFAULT = "sql-default";
  public static final String UNCACHED = "repeats-uncached";
  public static final String CACHED = "repeats-cached";
  public static final String NATIVE = "native";
  public static final String CEILING = "ceiling";
  public static final String PREFIX = "prefix";
  public static final String READY = "ready";
  public static final String SWITCH = "switch";

  /** Tasks of Kafka Connect, each row beside as many callers of the bare engine. */
  public static final List<Integer> TASKS = List.of(1, 2, 4, 8);

  /** The keys of the rows that are measured where none are named. */
  public static final List<String> STANDARD =
      List.of(
          SDK,
          ENGINE,
          BLAS,
          TEXT,
          CALLERS,
          FLINK_ASYNC,
          FLINK_MAP,
          SQL_ASYNC,
          SQL_DEFAULT,
          UNCACHED,
          CACHED,
          NATIVE,
          CEILING,
          PREFIX,
          READY,
          SWITCH);

  /** The keys of all rows. */
  public static final List<String> KEYS =
      Stream.of(
              STANDARD.stream(),
              Stream.of(BLAS_FLOATS, BLAS_MERGED, JLLAMA, JLLAMA_COMPLETE, SGEMM, SGEMM_ADAPTER),
              TASKS.stream().flatMap(tasks -> Stream.of(connectCallers(tasks), connect(tasks))))
          .flatMap(Function.identity())
          .toList();

  /** Texts that the prepared micro-batches of {@link #NATIVE} are made of. */
  private static final int NATIVE_TEXTS = 256;

  /** Records of a micro-batch of the engine blas. */
  private static final int BLAS_SEQUENCES = 32;

  /** What Flink keeps in flight unless told otherwise. */
  private static final int SQL_CONCURRENCY =
      ExecutionConfigOptions.TABLE_EXEC_ASYNC_ML_PREDICT_MAX_CONCURRENT_OPERATIONS.defaultValue();

  private final Subject subject;
  private final LlamaSizing sizing;
  private final List<int[]> tokens;
  private final double inputTokens;
  private final int prefixTokens;
  private final int suffixTokens;
  private final List<Measured> open = new ArrayList<>();
  private final Map<String, String> refused = new LinkedHashMap<>();

  /** One for all rows that need it. */
  private @Nullable ConnectWorker worker;

  /** The row of a connector with this {@code tasks.max}. */
  public static String connect(int tasks) {
    return "connect-" + tasks;
  }

  /** The row of as many callers of the bare engine. */
  public static String connectCallers(int tasks) {
    return "callers-" + tasks;
  }

  /** Whether a row says something about records of this kind. */
  public static boolean suits(String key, Workload workload) {
    return switch (key) {
      case BLAS, BLAS_FLOATS, BLAS_MERGED, SGEMM, SGEMM_ADAPTER -> workload.labels();
      case TEXT, UNCACHED, CACHED -> workload == Workload.MESSAGES;
      case NATIVE -> workload.onePass() && !workload.repeats();
      default -> true;
    };
  }

  /**
   * Opens the rows of these keys, in the order of the table, those left out that do not {@link
   * #suits} the workload; nothing stays open if one fails.
   */
  public Rows(Subject subject, Collection<String> keys) throws IOException, InterruptedException {
    this.subject = subject;
    try (NativeProgram program = NativeProgram.open(subject)) {
      this.sizing = LlamaSizing.of(subject.engine(), program.model());
      this.tokens =
          IntStream.range(0, Math.min(NATIVE_TEXTS, subject.texts().size()))
              .mapToObj(i -> program.sdkTokens(subject.texts().get(i)))
              .toList();
      this.prefixTokens = program.prefix().length;
      this.suffixTokens = program.sdkTokens("").length;
      this.inputTokens =
          tokens.stream().mapToInt(ids -> ids.length - suffixTokens).average().orElseThrow();
    }
    try {
      for (String key : KEYS) {
        if (keys.contains(key) && suits(key, subject.workload())) {
          try {
            open.add(open(key));
          } catch (EngineUnavailableException e) {
            refused.put(key, String.valueOf(e.getMessage()));
          }
        }
      }
    } catch (RuntimeException | IOException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /** The rows, open; they are closed with this. */
  public List<Measured> all() {
    return List.copyOf(open);
  }

  /** The rows that this interpreter or machine cannot have, by key, and why. */
  public Map<String, String> refused() {
    return Collections.unmodifiableMap(refused);
  }

  /** What the engine made of its options. */
  public LlamaSizing sizing() {
    return sizing;
  }

  /** Mean tokens of a record's text. */
  public double inputTokens() {
    return inputTokens;
  }

  public int prefixTokens() {
    return prefixTokens;
  }

  public int suffixTokens() {
    return suffixTokens;
  }

  private Measured open(String key) throws IOException, InterruptedException {
    return switch (key) {
      case SDK -> new SdkLoop(subject);
      case ENGINE ->
          engine(key, "bare engine, " + subject.inFlight() + " in flight", subject.program());
      case BLAS -> blas(key, "engine blas, weights as stored", Weights.STORED);
      case BLAS_FLOATS -> blas(key, "engine blas, weights as floats", Weights.FLOATS);
      case BLAS_MERGED -> blas(key, "engine blas, adapter merged", Weights.MERGED);
      case JLLAMA -> jllama(key);
      case JLLAMA_COMPLETE -> new JllamaComplete(subject);
      case SGEMM, SGEMM_ADAPTER ->
          new LinearCeiling(
              subject,
              key.equals(SGEMM_ADAPTER),
              sizing.lanes() * sizing.context().threads(),
              tokens);
      case TEXT ->
          engine(
              key,
              "bare engine, free text of " + subject.sdkTokens() + " tokens",
              ProgramOptions.DEFAULT.withLabels(List.of()).withMaxTokens(subject.sdkTokens()));
      case CALLERS -> new BlockingCallers(key, subject, subject.callers());
      case FLINK_ASYNC -> new FlinkJob(subject, false);
      case FLINK_MAP -> new FlinkJob(subject, true);
      case SQL_ASYNC -> new SqlJob(key, subject, subject.inFlight());
      case SQL_DEFAULT -> new SqlJob(key, subject, SQL_CONCURRENCY);
      case UNCACHED -> repeats(key, "4 of 5 lines repeated, no prepared answers", 0);
      case CACHED ->
          repeats(
              key, "4 of 5 lines repeated, prepared answers", EngineOptions.DEFAULT.cacheBytes());
      case NATIVE -> new NativePasses(subject, false, tokens);
      case CEILING -> new NativePasses(subject, true, tokens);
      case PREFIX -> new PrefixAlone(subject);
      case READY -> new ProgramReady(subject);
      case SWITCH -> new ProgramSwitch(subject, sizing.context().threads());
      default -> ofTasks(key);
    };
  }

  private Measured ofTasks(String key) throws InterruptedException {
    for (int tasks : TASKS) {
      if (key.equals(connectCallers(tasks))) {
        return new BlockingCallers(key, subject, tasks);
      }
      if (key.equals(connect(tasks))) {
        ConnectWorker running = worker;
        if (running == null) {
          running = new ConnectWorker();
          worker = running;
        }
        return new ConnectTasks(key, subject, running, tasks);
      }
    }
    throw new IllegalArgumentException("a row must be one of " + KEYS + ": row=" + key);
  }

  private Measured engine(String key, String label, ProgramOptions options)
      throws InterruptedException {
    int grain = sizing.lanes() * sizing.maxSequences();
    return new BareEngine(key, label, subject, subject.engine(), options, grain, subject::stream);
  }

  private Measured blas(String key, String label, Weights weights) throws InterruptedException {
    EngineOptions engine = subject.engine().toBuilder().engine("blas").weights(weights).build();
    int grain = engine.maxSequences() == 0 ? BLAS_SEQUENCES : engine.maxSequences();
    return new BareEngine(key, label, subject, engine, subject.program(), grain, subject::stream);
  }

  private Measured jllama(String key) throws InterruptedException {
    new JllamaProvider().check(subject.interpreter());
    EngineOptions engine = subject.engine().toBuilder().engine(JllamaProvider.NAME).build();
    return new BareEngine(
        key,
        "engine jllama",
        subject,
        engine,
        subject.program(),
        sizing.maxSequences(),
        subject::stream);
  }

  private Measured repeats(String key, String label, long cacheBytes) throws InterruptedException {
    EngineOptions engine = subject.engine().toBuilder().cacheBytes(cacheBytes).build();
    int grain = sizing.lanes() * sizing.maxSequences();
    return new BareEngine(
        key,
        label,
        subject,
        engine,
        subject.program(),
        grain,
        () -> new RepeatedTexts(subject.texts()));
  }

  /**
   * Of the first records, how many get the same answer from the engine and the SDK's loop.
   *
   * @return a share from 0 to 1; NaN where one of the two is not open, or where the loop's text is
   *     no label, as with random weights
   */
  public double agreement(int records) throws InterruptedException {
    SdkLoop sdk = null;
    BareEngine engine = null;
    for (Measured row : open) {
      sdk = row instanceof SdkLoop loop ? loop : sdk;
      engine = row.key().equals(ENGINE) && row instanceof BareEngine bare ? bare : engine;
    }
    if (sdk == null || engine == null) {
      return Double.NaN;
    }
    int same = 0;
    for (int i = 0; i < records; i++) {
      String text = subject.texts().get(i);
      String answer = sdk.answer(text).strip();
      if (subject.workload().labels() && !engine.program().labels().contains(answer)) {
        return Double.NaN;
      }
      same += BareEngine.value(engine.program().apply(text)).equals(answer) ? 1 : 0;
    }
    return same / (double) records;
  }

  @Override
  public void close() {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
    open.clear();
    ConnectWorker last = worker;
    worker = null;
    if (last != null) {
      last.close();
    }
  }
}
