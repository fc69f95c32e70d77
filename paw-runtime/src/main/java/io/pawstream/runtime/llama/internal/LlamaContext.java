package io.pawstream.runtime.llama.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A llama.cpp context: the memory of some sequences and the buffers of a decode. Belongs to one
 * thread; only {@link #stop} may be called from others, until {@link #close}.
 */
public final class LlamaContext implements AutoCloseable {
  /** How a decode ended. */
  public enum Decoded {
    DONE,
    /** The memory has no room for the batch; nothing was changed. */
    NO_ROOM,
    /** {@link #stop} was called; the sequences of the batch are lost. */
    STOPPED
  }

  private final LlamaModel model;
  private final NativeLlama library;
  private final LlamaFunctions functions;
  private final ContextSettings settings;
  private final Pointer context;

  /** First byte 0: go on; else stop. {@code strlen} reads it as the abort callback. */
  private final Memory stopFlag = new Memory(64);

  private final int cells;

  /** What was asked for, or less: llama.cpp lowers it to the cells. */
  private final int batchTokens;

  private boolean closed;

  /**
   * @throws LlamaException if llama.cpp cannot make it, for want of memory as a rule
   */
  public LlamaContext(LlamaModel model, ContextSettings settings) {
    this.model = model;
    this.library = model.library();
    this.functions = library.functions();
    this.settings = settings;
    stopFlag.clear();
    library.takeLastProblem();
    Pointer made = library.newContext(model.pointer(), settings, stopFlag);
    if (made == null) {
      stopFlag.close();
      throw new LlamaException(
          "llama.cpp must be able to make a context: "
              + settings
              + ", "
              + model.placement()
              + ", llama.cpp says: "
              + library.takeLastProblem()
              + (model.placement().device() == null
                  ? "; give the process more memory, or lower lanes or contextTokens"
                  : "; free memory of the device, lower lanes, maxSequences, contextTokens or"
                      + " gpuLayers, or set device=cpu"));
    }
    this.context = made;
    this.cells = library.cells(context, settings);
    this.batchTokens = functions.llama_n_batch(context);
  }

  /** Tokens its memory holds, as llama.cpp rounded them. */
  public int cells() {
    return cells;
  }

  /** Most tokens in one batch. */
  public int batchTokens() {
    return batchTokens;
  }

  /** Runs under this adapter from now on, or under none. */
  public void use(@Nullable LlamaAdapter adapter) {
    int rc = library.useAdapter(context, adapter == null ? null : adapter.pointer());
    if (rc != 0) {
      throw new LlamaException("llama.cpp must be able to set an adapter: rc=" + rc);
    }
  }

  /**
   * Evaluates a batch.
   *
   * @throws LlamaException if llama.cpp fails on it; the memory must be cleared then
   */
  public Decoded decode(LlamaBatch batch) {
    // each of these would abort the process, in one release or another
    if (batch.size() < 1
        || batch.size() > batchTokens
        || batch.sequences() > settings.sequences()
        || batch.maxPosition() >= model.trainedContext()
        || !batch.isWithin(model.vocabSize())) {
      throw new IllegalArgumentException(
          "a batch must fit the context: tokens="
              + batch.size()
              + ", batchTokens="
              + settings.batchTokens()
              + ", sequences="
              + batch.sequences()
              + ", contextSequences="
              + settings.sequences()
              + ", lastPosition="
              + batch.maxPosition()
              + ", trainedContext="
              + model.trainedContext()
              + ", allTokensOfTheVocabulary="
              + batch.isWithin(model.vocabSize()));
    }
    int rc = library.decode(context, batch.struct());
    return switch (rc) {
      case 0 -> Decoded.DONE;
      case 1 -> Decoded.NO_ROOM;
      case 2 -> Decoded.STOPPED;
      default ->
          throw new LlamaException(
              "llama.cpp must be able to decode: rc="
                  + rc
                  + ", tokens="
                  + batch.size()
                  + ", llama.cpp says: "
                  + library.takeLastProblem());
    };
  }

  /**
   * Copies the logits of a token of the last batch.
   *
   * @param index what {@link LlamaBatch#add} gave for it, asked for as an output
   * @param row receives one value per token of the vocabulary
   */
  public void logits(int index, float[] row) {
    Pointer logits = functions.llama_get_logits_ith(context, index);
    if (logits == null) {
      throw new LlamaException("llama.cpp has no logits for the token: index=" + index);
    }
    logits.read(0, row, 0, model.vocabSize());
  }

  /** Forgets all sequences. */
  public void clear() {
    library.clear(context);
  }

  /** Lets {@code target} start from all that {@code source} holds; nothing is copied. */
  public void share(int source, int target) {
    library.share(context, inRange(source), inRange(target));
  }

  /** Forgets what a sequence holds from position {@code from} on. */
  public void forget(int sequence, int from) {
    library.forget(context, inRange(sequence), from);
  }

  /** A copy of what a sequence holds, for {@link #restore} in a context of equal settings. */
  public Memory save(int sequence) {
    long size = functions.llama_state_seq_get_size(context, inRange(sequence));
    Memory state = new Memory(size);
    long written = functions.llama_state_seq_get_data(context, state, size, sequence);
    if (written != size) {
      state.close();
      throw new LlamaException(
          "llama.cpp must save the whole sequence: bytes=" + written + ", expected=" + size);
    }
    return state;
  }

  /** Puts back what {@link #save} gave; the sequence must be empty. */
  public void restore(int sequence, Memory state) {
    long read = functions.llama_state_seq_set_data(context, state, state.size(), inRange(sequence));
    if (read != state.size()) {
      throw new LlamaException(
          "llama.cpp must restore the whole sequence: bytes="
              + read
              + ", expected="
              + state.size());
    }
  }

  /** Makes a running decode end as soon as it can, and every later one at once. Any thread. */
  public void stop() {
    raise(1);
  }

  /** Takes {@link #stop} back. */
  public void resume() {
    raise(0);
  }

  private void raise(int value) {
    synchronized (stopFlag) {
      if (!closed) {
        stopFlag.setByte(0, (byte) value);
      }
    }
  }

  private int inRange(int sequence) {
    if (sequence < 0 || sequence >= settings.sequences()) {
      throw new IllegalArgumentException(
          "a sequence must exist: sequence=" + sequence + ", sequences=" + settings.sequences());
    }
    return sequence;
  }

  @Override
  public void close() {
    synchronized (stopFlag) {
      if (closed) {
        return;
      }
      closed = true;
    }
    functions.llama_free(context);
    stopFlag.close();
  }
}
