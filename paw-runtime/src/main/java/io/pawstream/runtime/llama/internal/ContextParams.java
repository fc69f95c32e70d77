package io.pawstream.runtime.llama.internal;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import org.jspecify.annotations.Nullable;

/**
 * {@code llama_context_params} of llama.cpp v0.5.0, 160 bytes. Offsets were read off the
 * disassembly of {@code llama_context_default_params}; {@link LlamaLibrary} probes the defaults at
 * start.
 */
@Structure.FieldOrder({
  "nCtx",
  "nBatch",
  "nUbatch",
  "nSeqMax",
  "nRsSeq",
  "nOutputsMax",
  "nOutputsMaxPerSeq",
  "nThreads",
  "nThreadsBatch",
  "ctxType",
  "ropeScalingType",
  "poolingType",
  "attentionType",
  "flashAttnType",
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
  "abortCallback",
  "abortCallbackData",
  "embeddings",
  "offloadKqv",
  "noPerf",
  "opOffload",
  "swaFull",
  "kvUnified",
  "samplers",
  "nSamplers",
  "ctxOther"
})
public class ContextParams extends Structure {
  static final int SIZE = 160;

  public int nCtx;
  public int nBatch;
  public int nUbatch;
  public int nSeqMax;
  public int nRsSeq;
  public int nOutputsMax;
  public int nOutputsMaxPerSeq;
  public int nThreads;
  public int nThreadsBatch;
  public int ctxType;
  public int ropeScalingType;
  public int poolingType;
  public int attentionType;
  public int flashAttnType;
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
  public @Nullable Pointer abortCallback;
  public @Nullable Pointer abortCallbackData;
  public byte embeddings;
  public byte offloadKqv;
  public byte noPerf;
  public byte opOffload;
  public byte swaFull;
  public byte kvUnified;
  public @Nullable Pointer samplers;
  public long nSamplers;
  public @Nullable Pointer ctxOther;

  /** As C passes and returns it. */
  public static final class ByValue extends ContextParams implements Structure.ByValue {}
}
