package io.pawstream.engine.jllama.internal;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.pawstream.runtime.llama.internal.BatchStruct;
import io.pawstream.runtime.llama.internal.ContextSettings;
import io.pawstream.runtime.llama.internal.Held;
import io.pawstream.runtime.llama.internal.LlamaFunctions;
import io.pawstream.runtime.llama.internal.NativeFile;
import io.pawstream.runtime.llama.internal.NativeLlama;
import io.pawstream.runtime.llama.internal.NativeLog;
import io.pawstream.runtime.llama.internal.Placement;
import io.pawstream.runtime.llama.internal.ProcessRegistry;
import io.pawstream.runtime.llama.internal.StructCalls;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * llama.cpp b4916 out of {@code de.kherud:llama}, beside whatever other llama.cpp is in the
 * process. Its C API alone is used: the Java API of that jar has no log probabilities. Any thread.
 */
public final class JllamaLibrary implements NativeLlama {
  /** The release of llama.cpp that it is. */
  public static final String RELEASE = "b4916";

  private static final Logger LOG = LoggerFactory.getLogger(JllamaLibrary.class);
  private static final Held<JllamaLibrary> HELD = new Held<>(JllamaLibrary::unbind);

  /**
   * Held by whoever decodes, in the whole process: the products of matrices of this release share
   * one counter among all contexts (upstream pull request 14035), and two that run side by side
   * give wrong numbers.
   */
  private final Object decoding;

  private final JllamaNatives natives;
  private final Path path;
  private final NativeFile file;
  private final JllamaApi api;
  private final NativeLog log;
  private final Pointer strlen;

  private JllamaLibrary(JllamaNatives natives) {
    this.natives = natives;
    this.decoding = ProcessRegistry.lock("decoding:" + natives.sha256());
    this.path = natives.unpack();
    this.file = NativeFile.open(path);
    this.strlen = file.strlen();
    this.api = Native.load(path.toString(), JllamaApi.class, NativeFile.OPTIONS);
    this.log = new NativeLog("jllama", api);
    boolean ready = false;
    try {
      StructCalls.run(this::probe);
      file.stay();
      log.start();
      api.llama_backend_init();
      ready = true;
    } finally {
      if (!ready) {
        unbind();
      }
    }
    LOG.info("llama.cpp {} of de.kherud:llama:{} from {}", RELEASE, JllamaNatives.VERSION, path);
    if (!natives.isTried()) {
      LOG.warn("this library was never run by the tests of this project: {}", natives.resource());
    }
  }

  private boolean probe() {
    Probes.require(api.llama_model_default_params(), api.llama_context_default_params());
    return true;
  }

  private void unbind() {
    log.stop();
    file.close();
  }

  /**
   * Loads the library, or joins those who hold it. Give it back with {@link #release}.
   *
   * @throws io.pawstream.runtime.engine.EngineUnavailableException if there is none for this
   *     machine
   * @throws io.pawstream.runtime.llama.internal.LlamaException if it is not the one this project
   *     was written for
   */
  public static JllamaLibrary acquire() {
    return HELD.acquire(() -> new JllamaLibrary(JllamaNatives.find()));
  }

  /**
   * Looks for the library, without loading it.
   *
   * @throws io.pawstream.runtime.engine.EngineUnavailableException if there is none for this
   *     machine
   */
  public static void check() {
    JllamaNatives.find();
  }

  /** Where the library's file lies. */
  Path path() {
    return path;
  }

  JllamaNatives natives() {
    return natives;
  }

  @Override
  public void release() {
    HELD.release();
  }

  @Override
  public String digest() {
    return natives.sha256();
  }

  @Override
  public String cpu() {
    return "built-in";
  }

  @Override
  public LlamaFunctions functions() {
    return api;
  }

  @Override
  public boolean refusesBrokenStates() {
    // it reads cells that a state does not have, and the process ends
    return false;
  }

  @Override
  public @Nullable Pointer loadModel(Path interpreter, Placement placement) {
    if (placement.device() != null) {
      throw new IllegalArgumentException(
          "the library of de.kherud:llama computes on the processor alone: " + placement);
    }
    return UntiedFile.with(
        interpreter,
        model -> {
          JllamaModelParams.ByValue params = api.llama_model_default_params();
          params.nGpuLayers = 0;
          return api.llama_model_load_from_file(NativeFile.cString(model.toString()), params);
        });
  }

  @Override
  public @Nullable Pointer newContext(Pointer model, ContextSettings settings, Pointer stopFlag) {
    JllamaContextParams.ByValue params = api.llama_context_default_params();
    // the tokens of a call want cells side by side: as many more, so that none lie in their way
    params.nCtx = settings.cells() + settings.batchTokens();
    params.nBatch = settings.batchTokens();
    params.nUbatch = settings.microTokens();
    params.nSeqMax = settings.sequences();
    params.nThreads = settings.threads();
    params.nThreadsBatch = settings.threads();
    params.abortCallback = strlen;
    params.abortCallbackData = stopFlag;
    return api.llama_init_from_model(model, params);
  }

  @Override
  public int cells(Pointer context, ContextSettings settings) {
    return settings.cells();
  }

  @Override
  public int useAdapter(Pointer context, @Nullable Pointer adapter) {
    api.llama_clear_adapter_lora(context);
    return adapter == null ? 0 : api.llama_set_adapter_lora(context, adapter, 1.0f);
  }

  @Override
  public int decode(Pointer context, BatchStruct.ByValue batch) {
    synchronized (decoding) {
      return api.llama_decode(context, batch);
    }
  }

  @Override
  public void clear(Pointer context) {
    api.llama_kv_self_clear(context);
  }

  @Override
  public void share(Pointer context, int source, int target) {
    api.llama_kv_self_seq_cp(context, source, target, -1, -1);
  }

  @Override
  public void forget(Pointer context, int sequence, int from) {
    api.llama_kv_self_seq_rm(context, sequence, from, -1);
  }

  @Override
  public String takeLastProblem() {
    return log.takeLastProblem();
  }
}
