package io.pawstream.cli.internal.program;

import io.pawstream.cli.internal.terminal.UsageException;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.Overflow;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.engine.Weights;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that asks programs. Filled by picocli; one thread. */
public final class AskOptions {
  private static final Pattern COMMA = Pattern.compile(",");

  @Option(
      names = "--interpreter",
      paramLabel = "REF",
      description =
          "A known interpreter or a GGUF file for all programs. Naming a file here is the consent"
              + " to load it.")
  private @Nullable String interpreter;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      defaultValue = "128",
      description = "Most tokens of a free text; ${DEFAULT-VALUE}.")
  private int maxTokens;

  @Option(
      names = "--overflow",
      paramLabel = "PART",
      defaultValue = "fail",
      description =
          "Of an input that does not fit, this part is cut out: head, tail, middle; or fail, the"
              + " default.")
  private String overflow = "fail";

  @Option(
      names = "--deterministic",
      description =
          "Each input alone, so that an answer does not depend on the ones around it; slower.")
  private boolean deterministic;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Native threads; as many as suit the interpreter if not given.")
  private int threads;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = "llama",
      description =
          "What answers programs with labels: llama, blas, jllama, or auto, the one that is fastest"
              + " in a measurement, done once; llama if not given.")
  private String engine = EngineOptions.LLAMA;

  @Option(
      names = "--weights",
      paramLabel = "KIND",
      defaultValue = "stored",
      description =
          "How the engine blas keeps the interpreter: stored, floats or merged; stored if not"
              + " given.")
  private String weights = Weights.STORED.code();

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "What the engine llama computes on: cpu, the name of a graphics processor as doctor lists"
              + " them, or auto, the first that is there, else the processor; auto if not given.")
  private String device = EngineOptions.AUTO;

  @Option(
      names = "--gpu-layers",
      paramLabel = "N",
      defaultValue = "-1",
      description =
          "Layers of the interpreter that the graphics processor takes; 0 for none; all if not"
              + " given.")
  private int gpuLayers = -1;

  /** Whether each input is to be alone. */
  public boolean deterministic() {
    return deterministic;
  }

  /**
   * Options of the process.
   *
   * @param cached whether repeated inputs may be answered from memory
   */
  PawOptions pawOptions(boolean cached) {
    try {
      EngineOptions.Builder options =
          EngineOptions.builder()
              .engine(engine)
              .weights(Weights.of(weights))
              .device(device)
              .gpuLayers(gpuLayers)
              .deterministic(deterministic)
              .threads(threads);
      return PawOptions.DEFAULT
          .withInterpreter(interpreter)
          .withUnpinnedInterpreter(true)
          .withEngine((cached ? options : options.cacheBytes(0)).build());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e);
    }
  }

  /**
   * Options of a program.
   *
   * @param labels null for the program's own
   * @param scores whether all labels' log probabilities are wanted
   */
  public ProgramOptions programOptions(@Nullable List<String> labels, boolean scores) {
    try {
      ProgramOptions options =
          ProgramOptions.DEFAULT
              .withMaxTokens(maxTokens)
              .withOverflow(Overflow.of(overflow))
              .withScores(scores);
      return labels == null ? options : options.withLabels(labels);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e);
    }
  }

  /** What decides answers, for comparing two runs. */
  public String fingerprint() {
    return "interpreter=%s max-tokens=%d overflow=%s deterministic=%s"
        .formatted(interpreter, maxTokens, overflow, deterministic);
  }

  /** A label set as it is typed, {@code a,b}; null for none. */
  public static @Nullable List<String> labels(@Nullable String typed) {
    return typed == null ? null : COMMA.splitAsStream(typed).map(String::strip).toList();
  }
}
