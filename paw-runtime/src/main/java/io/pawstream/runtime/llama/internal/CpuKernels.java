package io.pawstream.runtime.llama.internal;

import com.sun.jna.NativeLibrary;
import io.pawstream.runtime.natives.internal.NativeBundle;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the compute kernels for this machine's processor and loads them. Stateless; any thread. */
final class CpuKernels {
  private static final Logger LOG = LoggerFactory.getLogger(CpuKernels.class);

  private CpuKernels() {}

  /**
   * Loads the variant that {@link LlamaLibrary#CPU_PROPERTY} names, or the best for this machine.
   *
   * @param portable whether to prefer the variant that every server can run where none is named
   * @return its name
   * @throws LlamaException if this machine cannot run it
   */
  static String load(LlamaApi api, NativeBundle natives, boolean portable) {
    Map<String, Path> variants = natives.cpuVariants();
    String portableCpu = natives.platform().portableCpu();
    String wanted = System.getProperty(LlamaLibrary.CPU_PROPERTY, "auto");
    Map<String, Integer> scores = new TreeMap<>();
    variants.forEach((name, file) -> scores.put(name, score(file)));
    String chosen;
    if (!wanted.equals("auto")) {
      chosen = wanted;
    } else if (portable && scores.getOrDefault(portableCpu, 0) > 0) {
      chosen = portableCpu;
    } else {
      chosen =
          scores.entrySet().stream()
              .max(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .orElse(wanted);
    }
    Path file = variants.get(chosen);
    if (file == null
        || scores.getOrDefault(chosen, 0) == 0
        || api.ggml_backend_load(NativeFile.cString(file.toString())) == null) {
      throw new LlamaException(
          "the CPU variant must be one that this machine can run: "
              + LlamaLibrary.CPU_PROPERTY
              + "="
              + wanted
              + ", possible="
              + scores.entrySet().stream()
                  .filter(e -> e.getValue() > 0)
                  .map(Map.Entry::getKey)
                  .toList()
              + "; take one of these or auto");
    }
    return chosen;
  }

  /** What the variant thinks of this machine, as ggml itself asks; 0 where it cannot run. */
  private static int score(Path variant) {
    try (NativeLibrary library =
        NativeLibrary.getInstance(variant.toString(), NativeFile.OPTIONS)) {
      return library.getFunction("ggml_backend_score").invokeInt(new Object[0]);
    } catch (UnsatisfiedLinkError e) {
      LOG.debug("CPU variant {} cannot be loaded", variant, e);
      return 0;
    }
  }
}
