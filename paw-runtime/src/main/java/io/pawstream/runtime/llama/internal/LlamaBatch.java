package io.pawstream.runtime.llama.internal;

import com.sun.jna.Memory;
import com.sun.jna.Native;

/**
 * Tokens for one native call, each of one sequence, in memory that lives as long as this object.
 * One thread.
 */
public final class LlamaBatch implements AutoCloseable {
  private final int capacity;
  private final int sequences;
  private final Memory tokens;
  private final Memory positions;
  private final Memory sequenceCounts;
  private final Memory sequencePointers;
  private final Memory sequenceIds;
  private final Memory outputs;
  private final BatchStruct.ByValue struct = new BatchStruct.ByValue();
  private int size;

  /**
   * @param capacity most tokens in one call; at most the context's batch size
   * @param sequences sequence ids run from 0 to this, exclusive
   */
  public LlamaBatch(int capacity, int sequences) {
    this.capacity = capacity;
    this.sequences = sequences;
    tokens = new Memory(4L * capacity);
    positions = new Memory(4L * capacity);
    sequenceCounts = new Memory(4L * capacity);
    sequencePointers = new Memory((long) Native.POINTER_SIZE * capacity);
    sequenceIds = new Memory(4L * capacity);
    outputs = new Memory(capacity);
    for (int i = 0; i < capacity; i++) {
      sequenceCounts.setInt(4L * i, 1);
      sequencePointers.setPointer((long) Native.POINTER_SIZE * i, sequenceIds.share(4L * i));
    }
    struct.token = tokens;
    struct.pos = positions;
    struct.nSeqId = sequenceCounts;
    struct.seqId = sequencePointers;
    struct.logits = outputs;
  }

  public int size() {
    return size;
  }

  public boolean isFull() {
    return size == capacity;
  }

  public void clear() {
    size = 0;
  }

  /**
   * Adds one token.
   *
   * @param output whether its row of logits is wanted
   * @return its index in this call, for {@link LlamaContext#logits}
   */
  public int add(int token, int position, int sequence, boolean output) {
    if (isFull() || sequence < 0 || sequence >= sequences || position < 0) {
      throw new IllegalArgumentException(
          "a batch must hold its tokens: size="
              + size
              + ", capacity="
              + capacity
              + ", sequence="
              + sequence
              + ", sequences="
              + sequences
              + ", position="
              + position);
    }
    tokens.setInt(4L * size, token);
    positions.setInt(4L * size, position);
    sequenceIds.setInt(4L * size, sequence);
    outputs.setByte(size, (byte) (output ? 1 : 0));
    return size++;
  }

  int maxPosition() {
    int max = -1;
    for (int i = 0; i < size; i++) {
      max = Math.max(max, positions.getInt(4L * i));
    }
    return max;
  }

  /** Whether all tokens are of a vocabulary of this size. */
  boolean isWithin(int vocabulary) {
    for (int i = 0; i < size; i++) {
      int token = tokens.getInt(4L * i);
      if (token < 0 || token >= vocabulary) {
        return false;
      }
    }
    return true;
  }

  int sequences() {
    return sequences;
  }

  BatchStruct.ByValue struct() {
    struct.nTokens = size;
    return struct;
  }

  @Override
  public void close() {
    tokens.close();
    positions.close();
    sequenceCounts.close();
    sequencePointers.close();
    sequenceIds.close();
    outputs.close();
  }
}
