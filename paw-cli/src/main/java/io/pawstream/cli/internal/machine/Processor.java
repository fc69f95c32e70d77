package io.pawstream.cli.internal.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /proc} says about this machine. Immutable; any thread.
 *
 * @param model name of the processor
 * @param features those of its features that the kernels of llama.cpp use
 * @param missing those of them that every x86-64 server of the last ten years has and this has not
 */
record Processor(String model, List<String> features, List<String> missing) {
  private static final List<String> USED =
      List.of(
          "sse4_2",
          "avx",
          "f16c",
          "fma",
          "avx2",
          "bmi2",
          "avx_vnni",
          "avx512f",
          "avx512bw",
          "avx512vl",
          "avx512_vbmi",
          "avx512_vnni",
          "avx512_bf16",
          "amx_int8");

  /** Kernels of OpenBLAS for x86-64 without AVX-512, as it names them. */
  private static final Set<String> NARROW =
      Set.of(
          "prescott",
          "core2",
          "nehalem",
          "sandybridge",
          "haswell",
          "barcelona",
          "bulldozer",
          "piledriver",
          "steamroller",
          "excavator",
          "zen");

  private static final List<String> EXPECTED = List.of("avx", "f16c", "fma", "avx2");

  /** Of a text like {@code /proc/cpuinfo}; unknown where there is none. */
  static Processor read(Path cpuInfo) {
    String model = "unknown";
    Set<String> flags = Set.of();
    try (Stream<String> lines = Files.lines(cpuInfo)) {
      for (String line : lines.limit(200).toList()) {
        String[] parts = line.split(":", 2);
        if (parts.length == 2 && parts[0].strip().equals("model name")) {
          model = parts[1].strip();
        } else if (parts.length == 2 && parts[0].strip().equals("flags")) {
          flags = Set.copyOf(Arrays.asList(parts[1].strip().split("\\s+")));
        }
      }
    } catch (IOException e) {
      // no Linux: nothing is known
    }
    Set<String> all = flags;
    return new Processor(
        model,
        USED.stream().filter(all::contains).toList(),
        EXPECTED.stream().filter(flag -> !all.contains(flag)).toList());
  }

  /**
   * What is wrong with the kernels that the environment chooses for OpenBLAS; null for nothing.
   *
   * @param coreType the variable {@code OPENBLAS_CORETYPE}; null where it is not set
   */
  @Nullable String slowBlas(@Nullable String coreType) {
    boolean wide = features.contains("avx512bw") && features.contains("avx512vl");
    return wide && coreType != null && NARROW.contains(coreType.toLowerCase(Locale.ROOT))
        ? "it has kernels without AVX-512, half as fast as this processor could be:"
            + " OPENBLAS_CORETYPE="
            + coreType
            + "; unset the variable"
        : null;
  }
}
