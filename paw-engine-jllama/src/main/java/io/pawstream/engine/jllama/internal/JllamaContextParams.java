package io.pawstream.engine.jllama.internal;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import org.jspecify.annotations.Nullable;

/**
 * {@code llama_context_params} of llama.cpp b4916, 120 bytes; {@link Probes} checks it at start.
 */
@Structure.FieldOrder({
  "nCtx",
  "nBatch",
  "nUbatch",
  "nSeqMax",
  "nThreads",
  "nThreadsBatch",
  "ropeScalingType",
  "poolingType",
  "attentionType",
  "ropeFreqBase",
  "ropeFreqScale",
  "yarnExtFactor",
  "yarnAttnFactor",
  "yarnBetaFast",
  "yarnBetaSlow",
  "yarnOrigCtx",
  "defragThold",
  "cbEval",
  "cbEvalUserData",
  "typeK",
  "typeV",
  "logitsAll",
  "embeddings",
  "offloadKqv",
  "flashAttn",
  "noPerf",
  "abortCallback",
  "abortCallbackData"
})
public class JllamaContextParams extends Structure {
  static final int SIZE = 120;

  public int nCtx;
  public int nBatch;
  public int nUbatch;
  public int nSeqMax;
  public int nThreads;
  public int nThreadsBatch;
  public int ropeScalingType;
  public int poolingType;
  public int attentionType;
  public float ropeFreqBase;
  public float ropeFreqScale;
  public float yarnExtFactor;
  public float yarnAttnFactor;
  public float yarnBetaFast;
  public float yarnBetaSlow;
  public int yarnOrigCtx;
  public float defragThold;
  public @Nullable Pointer cbEval;
  public @Nullable Pointer cbEvalUserData;
  public int typeK;
  public int typeV;
  public byte logitsAll;
  public byte embeddings;
  public byte offloadKqv;
  public byte flashAttn;
  public byte noPerf;
  public @Nullable Pointer abortCallback;
  public @Nullable Pointer abortCallbackData;

  /** As C passes and returns it. */
  public static final class ByValue extends JllamaContextParams implements Structure.ByValue {}
}
