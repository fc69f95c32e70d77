package io.pawstream.runtime.llama.internal;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.pawstream.runtime.natives.internal.NativeBundle;
import io.pawstream.runtime.natives.internal.Natives;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * llama.cpp v0.5.0 out of our own natives, loaded and checked: held by whoever uses it, counted,
 * and let go with the last. Any thread.
 */
public final class LlamaLibrary implements NativeLlama {
  /** What {@code llama_version()} of the pinned natives says. */
  public static final String VERSION = "0.5.0-dev";

  /** System property: {@code auto}, or the CPU variant to load, such as {@code haswell}. */
  public static final String CPU_PROPERTY = "paw.natives.cpu";

  private static final Logger LOG = LoggerFactory.getLogger(LlamaLibrary.class);

  private static final Held<LlamaLibrary> HELD = new Held<>(LlamaLibrary::unbind);

  private final NativeBundle natives;
  private final LlamaApi api = new LlamaApi();
  private final NativeLog log = new NativeLog("llama", api);
  private final NativeFile file;
  private final Pointer strlen;
  private final String cpu;

  private LlamaLibrary(NativeBundle natives, boolean portable) {
    this.natives = natives;
    this.file = NativeFile.open(natives.llama());
    this.strlen = file.strlen();
    boolean ready = false;
    try {
      StructCalls.run(this::bind);
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
    file.close();
  }

  /**
   * Loads the library, or joins those who hold it. Give it back with {@link #release}.
   *
   * @param portable whether to prefer the variant that every server can run where none is asked
   *     for; decides only when nothing is loaded in this process yet
   * @throws LlamaException if the library is not the one this project was written for
   */
  public static LlamaLibrary acquire(boolean portable) {
    LlamaLibrary library = HELD.acquire(() -> new LlamaLibrary(Natives.extract(), portable));
    String portableCpu = library.natives.platform().portableCpu();
    if (portable && !library.cpu.equals(portableCpu)) {
      LOG.warn(
          "deterministic answers hold on machines with the same kernels: this process runs cpu={};"
              + " for the same bits on every machine start it with -D{}={}",
          library.cpu,
          CPU_PROPERTY,
          portableCpu);
    }
    return library;
  }

  @Override
  public void release() {
    HELD.release();
  }

  /**
   * Ends what JNA keeps running in this class loader, for good, where nobody holds a library and
   * the loader is one that may go: its cleaner thread, which would hold the loader.
   */
  public static void leaveClassLoader() {
    ClassLoader own = LlamaLibrary.class.getClassLoader();
    boolean mayGo =
        own != ClassLoader.getSystemClassLoader() && own == Native.class.getClassLoader();
    if (Held.any() || !mayGo) {
      return;
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("JNA Cleaner")
          && thread.getClass().getClassLoader() == Native.class.getClassLoader()) {
        thread.interrupt();
      }
    }
  }

  @Override
  public String digest() {
    return natives.digest();
  }

  /** Where the libraries lie. */
  public Path directory() {
    return natives.directory();
  }

  @Override
  public String cpu() {
    return cpu;
  }

  /** The graphics processors of this machine; loads the backends whose jars are there. */
  public Gpus gpus() {
    return Gpus.find(api, natives);
  }

  @Override
  public LlamaFunctions functions() {
    return api;
  }

  @Override
  public boolean refusesBrokenStates() {
    return true;
  }

  @Override
  public @Nullable Pointer loadModel(Path model, Placement placement) {
    ModelParams.ByValue params = api.llama_model_default_params();
    GpuDevice device = placement.device();
    // a list that ends with null; without one llama.cpp would take every device that is loaded
    try (Memory devices = new Memory(2L * Native.POINTER_SIZE)) {
      devices.clear();
      if (device != null) {
        devices.setPointer(0, new Pointer(device.address()));
      }
      params.devices = devices;
      params.nGpuLayers = placement.layers();
      return api.llama_model_load_from_file(NativeFile.cString(model.toString()), params);
    }
  }

  @Override
  public @Nullable Pointer newContext(Pointer model, ContextSettings settings, Pointer stopFlag) {
    ContextParams.ByValue params = api.llama_context_default_params();
    params.nCtx = settings.cells();
    params.nBatch = settings.batchTokens();
    params.nUbatch = settings.microTokens();
    params.nSeqMax = settings.sequences();
    params.nThreads = settings.threads();
    params.nThreadsBatch = settings.threads();
    params.kvUnified = 1;
    params.abortCallback = strlen;
    params.abortCallbackData = stopFlag;
    return api.llama_init_from_model(model, params);
  }

  @Override
  public int cells(Pointer context, ContextSettings settings) {
    return api.llama_n_ctx(context);
  }

  @Override
  public int useAdapter(Pointer context, @Nullable Pointer adapter) {
    if (adapter == null) {
      return api.llama_set_adapters_lora(context, null, 0, null);
    }
    try (Memory pointers = new Memory(Native.POINTER_SIZE);
        Memory scales = new Memory(Float.BYTES)) {
      pointers.setPointer(0, adapter);
      scales.setFloat(0, 1.0f);
      return api.llama_set_adapters_lora(context, pointers, 1, scales);
    }
  }

  @Override
  public int decode(Pointer context, BatchStruct.ByValue batch) {
    return api.llama_decode(context, batch);
  }

  @Override
  public void clear(Pointer context) {
    api.llama_memory_clear(api.llama_get_memory(context), (byte) 0);
  }

  @Override
  public void share(Pointer context, int source, int target) {
    api.llama_memory_seq_cp(api.llama_get_memory(context), source, target, -1, -1);
  }

  @Override
  public void forget(Pointer context, int sequence, int from) {
    api.llama_memory_seq_rm(api.llama_get_memory(context), sequence, from, -1);
  }

  @Override
  public String takeLastProblem() {
    return log.takeLastProblem();
  }

  /**
   * Binds {@link LlamaApi} and asserts the version and the struct layouts before anything is passed
   * by value.
   *
   * @return the version
   */
  private String bind() {
    Native.register(LlamaApi.class, file.library());
    String version = api.llama_version().getString(0, "UTF-8");
    if (!version.equals(VERSION)) {
      throw new LlamaException(
          "the native library must be the one this release was made for: llama_version="
              + version
              + ", expected="
              + VERSION
              + "; use the paw-natives jar of the same release");
    }
    ModelParams model = api.llama_model_default_params();
    ContextParams context = api.llama_context_default_params();
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
        file.stay();
        variant = CpuKernels.load(api, natives, portable);
        api.llama_backend_init();
        cpu.set(variant);
        LOG.info("llama.cpp {} with {} kernels from {}", VERSION, variant, natives.directory());
      }
      return variant;
    }
  }
}
