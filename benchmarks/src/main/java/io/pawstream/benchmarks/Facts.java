package io.pawstream.benchmarks;

import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.report.Machine;
import io.pawstream.benchmarks.internal.rows.Rows;
import io.pawstream.benchmarks.internal.training.Kernels;
import io.pawstream.runtime.engine.internal.llama.LlamaSizing;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a run was measured on and with. */
final class Facts {
  private Facts() {}

  /**
   * @param rows open, so that the library is loaded
   */
  static Map<String, Object> of(Subject subject, Rows rows, int rounds, double loadBefore)
      throws IOException {
    Map<String, Object> facts = ofMachine(loadBefore);
    facts.put(
        "interpreter",
        String.format(
            Locale.ROOT,
            "%s, %.1f MB",
            subject.interpreter().name(),
            Files.size(subject.interpreter().file()) / 1e6));
    facts.put(
        "program",
        String.format(
            Locale.ROOT,
            "%s, prefix %d tokens, input %.1f, suffix %d",
            subject.bundle().name(),
            rows.prefixTokens(),
            rows.inputTokens(),
            rows.suffixTokens()));
    facts.put("workload", subject.workload().label());
    facts.put("labels", subject.labels().size());
    LlamaSizing sizing = rows.sizing();
    facts.put(
        "engine",
        String.format(
            Locale.ROOT,
            "lanes %d, threads %d, maxSequences %d, batchTokens %d, microTokens %d",
            sizing.lanes(),
            sizing.context().threads(),
            sizing.maxSequences(),
            sizing.context().batchTokens(),
            sizing.context().microTokens()));
    facts.put("rounds", rounds);
    rows.refused().forEach((key, why) -> facts.put("not run, " + key, why));
    return facts;
  }

  /** What is true of every run about answers. */
  static Map<String, Object> ofMachine(double loadBefore) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put("processor", Machine.processor());
    facts.put("cores", Machine.cores());
    LlamaLibrary library = LlamaLibrary.acquire(false);
    facts.put("library", "llama.cpp " + LlamaLibrary.VERSION);
    facts.put("kernels", library.cpu());
    library.release();
    facts.put("openblas", kernelsOf(Kernels.describe()));
    facts.put(
        "load before", String.format(Locale.ROOT, "%.1f of %d cores", loadBefore, Machine.cores()));
    facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    return facts;
  }

  /** The processor whose kernels OpenBLAS uses, out of what it says about itself. */
  private static String kernelsOf(String config) {
    String[] words = config.split(" ");
    return words.length < 2 ? config : words[words.length - 2];
  }
}
