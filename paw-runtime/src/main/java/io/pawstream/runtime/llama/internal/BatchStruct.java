package io.pawstream.runtime.llama.internal;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import org.jspecify.annotations.Nullable;

/** {@code llama_batch} of llama.cpp v0.5.0, 56 bytes. */
@Structure.FieldOrder({"nTokens", "token", "embd", "pos", "nSeqId", "seqId", "logits"})
public class BatchStruct extends Structure {
  static final int SIZE = 56;

  public int nTokens;
  public @Nullable Pointer token;
  public @Nullable Pointer embd;
  public @Nullable Pointer pos;
  public @Nullable Pointer nSeqId;
  public @Nullable Pointer seqId;
  public @Nullable Pointer logits;

  /** As C passes it. */
  public static final class ByValue extends BatchStruct implements Structure.ByValue {}
}
