package io.pawstream.engine.jllama.internal;

import io.pawstream.runtime.llama.internal.LlamaException;

/**
 * What a library of llama.cpp b4916 says its defaults are: if one differs, a structure has another
 * layout than ours, and nothing may be passed to it. Stateless; any thread.
 */
final class Probes {
  private Probes() {}

  /**
   * @throws LlamaException if the library is another
   */
  static void require(JllamaModelParams model, JllamaContextParams context) {
    boolean asExpected =
        model.size() == JllamaModelParams.SIZE
            && context.size() == JllamaContextParams.SIZE
            && model.splitMode == 1
            && model.mainGpu == 0
            && model.vocabOnly == 0
            && model.useMmap == 1
            && model.useMlock == 0
            && model.checkTensors == 0
            && context.nCtx == 512
            && context.nBatch == 2048
            && context.nUbatch == 512
            && context.nSeqMax == 1
            && context.ropeScalingType == -1
            && context.yarnBetaFast == 32
            && context.defragThold == -1
            && context.typeK == 1
            && context.typeV == 1
            && context.logitsAll == 0
            && context.offloadKqv == 1
            && context.flashAttn == 0
            && context.noPerf == 1
            && context.abortCallback == null;
    if (!asExpected) {
      throw new LlamaException(
          "the native library's default parameters must be those of llama.cpp "
              + JllamaLibrary.RELEASE
              + ": model="
              + model
              + ", context="
              + context
              + "; use de.kherud:llama "
              + JllamaNatives.VERSION);
    }
  }
}
