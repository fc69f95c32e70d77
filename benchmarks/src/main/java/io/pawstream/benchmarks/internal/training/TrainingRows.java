package io.pawstream.benchmarks.internal.training;

import io.pawstream.benchmarks.internal.measure.Measured;
import io.pawstream.benchmarks.internal.report.Result;
import io.pawstream.benchmarks.internal.report.Unit;
import io.pawstream.transformer.math.Compute;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All rows, in the order of the table, and the shares that follow from them. One thread. */
public final class TrainingRows {
  /** What the others are compared with; always measured. */
  public static final String PEAK = "sgemm";

  /** The keys of all rows: an interpreter, and what is done with it. */
  public static final List<String> KEYS =
      List.of(
          PEAK,
          "sgemm-tiny",
          "sgemm-qwen3",
          "shipped-forward",
          "shipped-lora",
          "shipped-full",
          "tiny-forward",
          "tiny-lora",
          "tiny-full",
          "qwen3-forward",
          "qwen3-lora");

  private static final int PEAK_SIDE = 1536;
  private static final int TINY_RANK = 8;
  private static final int QWEN3_RANK = 16;

  private final Compute compute;
  private final int qwen3Blocks;
  private final Map<String, Subject> subjects = new HashMap<>();
  private final List<Measured> rows = new ArrayList<>();

  /**
   * Makes the rows of these keys.
   *
   * @param qwen3Blocks 28 for all of it
   */
  public TrainingRows(Compute compute, int qwen3Blocks, Collection<String> keys)
      throws IOException {
    this.compute = compute;
    this.qwen3Blocks = qwen3Blocks;
    for (String key : KEYS) {
      if (key.equals(PEAK) || keys.contains(key)) {
        rows.add(row(key));
      }
    }
  }

  /** The rows. */
  public List<Measured> all() {
    return List.copyOf(rows);
  }

  /** Tokens of a step, in words. */
  public static String step() {
    return Steps.EXAMPLES + " sequences of " + Steps.TOKENS + " tokens";
  }

  private Measured row(String key) throws IOException {
    int tokens = Steps.EXAMPLES * Steps.TOKENS;
    return switch (key) {
      case PEAK -> new Sgemm(key, "at its best", compute, PEAK_SIDE, PEAK_SIDE, PEAK_SIDE);
      case "sgemm-tiny" -> new Sgemm(key, "of paw-tiny", compute, tokens, 384, 128);
      case "sgemm-qwen3" -> new Sgemm(key, "of Qwen3", compute, tokens, 3072, 1024);
      default -> pass(key, key.substring(0, key.indexOf('-')), key.substring(key.indexOf('-') + 1));
    };
  }

  private Measured pass(String key, String interpreter, String what) throws IOException {
    Subject subject = subjects.get(interpreter);
    if (subject == null) {
      subject =
          switch (interpreter) {
            case "shipped" -> Subject.shipped();
            case "tiny" -> Subject.tiny();
            default -> Subject.qwen3(qwen3Blocks);
          };
      subjects.put(interpreter, subject);
    }
    return switch (what) {
      case "forward" -> PassRow.forward(key, subject, compute);
      case "lora" ->
          PassRow.lora(key, subject, interpreter.equals("qwen3") ? QWEN3_RANK : TINY_RANK, compute);
      default -> PassRow.full(key, subject, compute);
    };
  }

  /**
   * The results, and how much of the peak each reached: of the fastest product in the same round.
   */
  public List<Result> withShares(List<Result> results) {
    List<Result> all = new ArrayList<>(results);
    for (int i = 1; i < results.size(); i++) {
      Result result = results.get(i);
      double gflop = rows.get(i) instanceof PassRow pass ? pass.gflopPerToken() : 1;
      List<Double> shares = new ArrayList<>();
      for (int round = 0; round < result.values().size(); round++) {
        shares.add(100 * result.values().get(round) * gflop / peak(results, round));
      }
      all.add(
          new Result(
              result.key() + "-share",
              result.label(),
              Unit.PERCENT_OF_PEAK,
              result.amount(),
              shares,
              result.cpuMillis()));
    }
    return all;
  }

  private static double peak(List<Result> results, int round) {
    return results.stream()
        .filter(r -> r.unit() == Unit.GFLOP_PER_CPU_SECOND)
        .mapToDouble(r -> r.values().get(round))
        .max()
        .orElseThrow();
  }
}
