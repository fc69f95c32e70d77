package io.pawstream.runtime.llama.internal;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.pawstream.runtime.natives.internal.NativeBundle;
import io.pawstream.runtime.natives.internal.Natives;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * llama.cpp, loaded and checked: held by whoever uses it, counted, and let go with the last. Any
 * thread.
 */
public final class LlamaLibrary {
  /** What {@code llama_version()} of the pinned natives says. */
  public static final String VERSION = "0.5.0-dev";

  /** System property: {@code auto}, or the CPU variant to load, such as {@code haswell}. */
  public static final String CPU_PROPERTY = "paw.natives.cpu";

  private static final Logger LOG = LoggerFactory.getLogger(LlamaLibrary.class);

  private static @Nullable LlamaLibrary loaded;
  private static int holders;

  private final NativeBundle natives;
  private final NativeLog log = new NativeLog();
  private final NativeLibrary process;
  private final NativeLibrary llama;
  private final Pointer strlen;
  private final String cpu;

  private LlamaLibrary(NativeBundle natives, boolean portable) {
    this.natives = natives;
    this.process = NativeLibrary.getProcess();
    this.strlen = process.getFunction("strlen");
    // keeps a failed assertion from forking a debugger before the process dies
    process.getFunction("setenv").invokeInt(new Object[] {"GGML_NO_BACKTRACE", "1", 0});
    this.llama = NativeLibrary.getInstance(natives.llama().toString());
    boolean ready = false;
    try {
      StructCalls.run(() -> bind(llama));
      log.start();
      this.cpu = setUpProcess(portable);
      ready = true;
    } finally {
      if (!ready) {
        unbind();
      }
    }
  }

  /**
   * Takes the bindings of this class loader back: JNA would hold the loader by them. The library
   * itself stays in the process.
   */
  private void unbind() {
    log.stop();
    Native.unregister(LlamaApi.class);
    llama.close();
    process.close();
  }

  /**
   * Loads the library, or joins those who hold it. Give it back with {@link #release}.
   *
   * @param portable whether to prefer the variant that every server can run where none is asked
   *     for; decides only when nothing is loaded in this process yet
   * @throws LlamaException if the library is not the one this project was written for
   */
  public static synchronized LlamaLibrary acquire(boolean portable) {
    LlamaLibrary library = loaded;
    if (library == null) {
      library = new LlamaLibrary(Natives.extract(), portable);
      loaded = library;
    }
    String portableCpu = library.natives.platform().portableCpu();
    if (portable && !library.cpu.equals(portableCpu)) {
      LOG.warn(
          "deterministic answers hold on machines with the same kernels: this process runs cpu={};"
              + " for the same bits on every machine start it with -D{}={}",
          library.cpu,
          CPU_PROPERTY,
          portableCpu);
    }
    holders++;
    return library;
  }

  /** Gives back what {@link #acquire} gave. */
  public void release() {
    synchronized (LlamaLibrary.class) {
      if (--holders == 0) {
        loaded = null;
        unbind();
      }
    }
  }

  /**
   * Ends what JNA keeps running in this class loader, for good, where nobody holds the library and
   * the loader is one that may go: its cleaner thread, which would hold the loader.
   */
  public static void leaveClassLoader() {
    synchronized (LlamaLibrary.class) {
      ClassLoader own = LlamaLibrary.class.getClassLoader();
      boolean mayGo =
          own != ClassLoader.getSystemClassLoader() && own == Native.class.getClassLoader();
      if (holders > 0 || !mayGo) {
        return;
      }
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("JNA Cleaner")
          && thread.getClass().getClassLoader() == Native.class.getClassLoader()) {
        thread.interrupt();
      }
    }
  }

  /** Digest of the extracted natives; names the build in logs and keys. */
  public String digest() {
    return natives.digest();
  }

  /** Where the libraries lie. */
  public Path directory() {
    return natives.directory();
  }

  /** The CPU variant whose kernels this process runs. */
  public String cpu() {
    return cpu;
  }

  /** The graphics processors of this machine; loads the backends whose jars are there. */
  public Gpus gpus() {
    return Gpus.find(natives);
  }

  /**
   * {@code strlen}: as an abort callback it tells llama.cpp to stop as soon as the first byte of
   * its data is not zero, without a call back into Java.
   */
  Pointer strlen() {
    return strlen;
  }

  String takeLastProblem() {
    return log.takeLastProblem();
  }

  static byte[] cString(String text) {
    return (text + '\0').getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Binds {@link LlamaApi} and asserts the version and the struct layouts before anything is passed
   * by value.
   *
   * @return the version
   */
  private static String bind(NativeLibrary llama) {
    Native.register(LlamaApi.class, llama);
    String version = LlamaApi.llama_version().getString(0, "UTF-8");
    if (!version.equals(VERSION)) {
      throw new LlamaException(
          "the native library must be the one this release was made for: llama_version="
              + version
              + ", expected="
              + VERSION
              + "; use the paw-natives jar of the same release");
    }
    ModelParams model = LlamaApi.llama_model_default_params();
    ContextParams context = LlamaApi.llama_context_default_params();
    boolean asExpected =
        model.size() == ModelParams.SIZE
            && context.size() == ContextParams.SIZE
            && new BatchStruct().size() == BatchStruct.SIZE
            && model.nGpuLayers == -1
            && model.splitMode == 1
            && model.loadMode == -1
            && model.useExtraBufts == 1
            && model.vocabOnly == 0
            && context.nCtx == 512
            && context.nBatch == 2048
            && context.nUbatch == 512
            && context.nSeqMax == 1
            && context.flashAttnType == -1
            && context.typeK == 1
            && context.typeV == 1
            && context.noPerf == 1
            && context.kvUnified == 0;
    if (!asExpected) {
      throw new LlamaException(
          "the native library's default parameters must be those of llama.cpp v0.5.0:"
              + " llama_version="
              + version
              + ", model="
              + model
              + ", context="
              + context
              + "; use the paw-natives jar of the same release");
    }
    return version;
  }

  /** Loads the compute kernels once per process, whichever class loader comes first. */
  private String setUpProcess(boolean portable) {
    synchronized (ProcessRegistry.setupLock()) {
      AtomicReference<@Nullable String> cpu =
          ProcessRegistry.shared("cpu:" + natives.digest(), name -> new AtomicReference<>());
      String variant = cpu.get();
      if (variant == null) {
        stay();
        variant = loadKernels(portable);
        LlamaApi.llama_backend_init();
        cpu.set(variant);
        LOG.info("llama.cpp {} with {} kernels from {}", VERSION, variant, natives.directory());
      }
      return variant;
    }
  }

  /** Keeps the library in the process when its last handle is closed: what it has set up stays. */
  private void stay() {
    int now = 0x2;
    int noDelete = 0x1000;
    Object[] arguments = {natives.llama().toString(), now | noDelete};
    if (process.getFunction("dlopen").invokePointer(arguments) == null) {
      throw new LlamaException("The library must stay loaded: file=" + natives.llama());
    }
  }

  private String loadKernels(boolean portable) {
    Map<String, Path> variants = natives.cpuVariants();
    String portableCpu = natives.platform().portableCpu();
    String wanted = System.getProperty(CPU_PROPERTY, "auto");
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
        || LlamaApi.ggml_backend_load(cString(file.toString())) == null) {
      throw new LlamaException(
          "the CPU variant must be one that this machine can run: "
              + CPU_PROPERTY
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
    try (NativeLibrary library = NativeLibrary.getInstance(variant.toString())) {
      return library.getFunction("ggml_backend_score").invokeInt(new Object[0]);
    } catch (UnsatisfiedLinkError e) {
      LOG.debug("CPU variant {} cannot be loaded", variant, e);
      return 0;
    }
  }
}
