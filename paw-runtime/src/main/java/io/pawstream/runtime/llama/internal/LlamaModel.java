package io.pawstream.runtime.llama.internal;

import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An interpreter in native memory: one per process and digest, shared by every holder in every
 * class loader, freed with the last. The vocabulary calls may come from any thread; {@link #close}
 * only when no context, adapter or call of this holder is left.
 */
public final class LlamaModel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LlamaModel.class);

  private final NativeLlama library;
  private final LlamaFunctions functions;
  private final String name;
  private final Placement placement;

  /** Pointer and count of holders, guarded by itself; shared with other class loaders. */
  private final long[] slot;

  private final Pointer model;
  private final Pointer vocab;
  private final int vocabSize;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LlamaModel(
      NativeLlama library, String name, Placement placement, long[] slot, long address) {
    this.library = library;
    this.name = name;
    this.placement = placement;
    this.slot = slot;
    this.model = new Pointer(address);
    this.functions = library.functions();
    this.vocab = functions.llama_model_get_vocab(model);
    this.vocabSize = functions.llama_vocab_n_tokens(vocab);
  }

  /** {@link #acquire(NativeLlama, String, Path, String, Placement)} on the processor alone. */
  public static LlamaModel acquire(NativeLlama library, String name, Path file, String sha256) {
    return acquire(library, name, file, sha256, Placement.CPU);
  }

  /**
   * Loads the interpreter, or joins those who hold it in this process at the same place.
   *
   * @param library must outlive the model
   * @param name for messages
   * @param file a GGUF whose header and digest have been checked
   * @param sha256 its digest: what tells interpreters apart
   * @param placement where it is to lie
   * @throws LlamaException if llama.cpp refuses the file, or the device has no room for it
   */
  public static LlamaModel acquire(
      NativeLlama library, String name, Path file, String sha256, Placement placement) {
    GpuDevice device = placement.device();
    String key = "model:" + library.digest() + ':' + sha256;
    if (device != null) {
      key += ":" + device.name() + ':' + placement.layers();
    }
    long[] slot = ProcessRegistry.shared(key, made -> new long[2]);
    synchronized (slot) {
      if (slot[0] == 0) {
        slot[0] = load(library, name, file, placement);
        ProcessRegistry.interpreterLoads().incrementAndGet();
      }
      slot[1]++;
      return new LlamaModel(library, name, placement, slot, slot[0]);
    }
  }

  private static long load(NativeLlama library, String name, Path file, Placement placement) {
    long start = System.nanoTime();
    library.takeLastProblem();
    long model = StructCalls.run(() -> Pointer.nativeValue(library.loadModel(file, placement)));
    if (model == 0) {
      throw new LlamaException(
          "llama.cpp must be able to load the interpreter: interpreter="
              + name
              + ", file="
              + file
              + ", "
              + placement
              + ", llama.cpp says: "
              + library.takeLastProblem()
              + (placement.device() == null
                  ? ""
                  : "; free memory of the device, lower gpuLayers, or set device=cpu"));
    }
    LOG.info(
        "interpreter {} loaded in {} ms, {} MB, {}",
        name,
        (System.nanoTime() - start) / 1_000_000,
        library.functions().llama_model_size(new Pointer(model)) / 1_000_000,
        placement);
    return model;
  }

  Pointer pointer() {
    return model;
  }

  /**
   * Guards the list of adapters that llama.cpp keeps in the model without a lock of its own,
   * against all engines and class loaders that share the model.
   */
  Object adapterLock() {
    return slot;
  }

  NativeLlama library() {
    return library;
  }

  /** Where it lies. */
  public Placement placement() {
    return placement;
  }

  /** The interpreter's name, for messages. */
  public String name() {
    return name;
  }

  /** Tokens in the vocabulary; also the length of a row of logits. */
  public int vocabSize() {
    return vocabSize;
  }

  /** Positions the interpreter was trained with; none beyond may be decoded. */
  public int trainedContext() {
    return functions.llama_model_n_ctx_train(model);
  }

  /** Bytes of its weights. */
  public long weightBytes() {
    return functions.llama_model_size(model);
  }

  /** The end token, or a negative number where the vocabulary has none. */
  public int endToken() {
    return functions.llama_vocab_eos(vocab);
  }

  /** Whether {@code token} is a control token, which no record text may become. */
  public boolean isControl(int token) {
    return functions.llama_vocab_is_control(vocab, checked(token)) != 0;
  }

  /**
   * The token ids of {@code utf8}, without a begin token.
   *
   * @param parseSpecial whether the text of control tokens becomes control tokens: never for record
   *     text
   */
  public int[] tokenize(byte[] utf8, boolean parseSpecial) {
    byte special = (byte) (parseSpecial ? 1 : 0);
    int[] tokens = new int[utf8.length / 3 + 16];
    int count =
        functions.llama_tokenize(
            vocab, utf8, utf8.length, tokens, tokens.length, (byte) 0, special);
    if (count < 0) {
      if (count == Integer.MIN_VALUE) {
        throw new LlamaException("llama.cpp could not tokenize: bytes=" + utf8.length);
      }
      tokens = new int[-count];
      count =
          functions.llama_tokenize(
              vocab, utf8, utf8.length, tokens, tokens.length, (byte) 0, special);
    }
    return Arrays.copyOf(tokens, count);
  }

  /**
   * The bytes that {@code token} stands for; they may be a part of a UTF-8 sequence.
   *
   * @param special whether a control token is rendered as its text instead of nothing
   */
  public byte[] piece(int token, boolean special) {
    byte[] buffer = new byte[64];
    byte asText = (byte) (special ? 1 : 0);
    int length =
        functions.llama_token_to_piece(vocab, checked(token), buffer, buffer.length, 0, asText);
    if (length < 0) {
      buffer = new byte[-length];
      length = functions.llama_token_to_piece(vocab, token, buffer, buffer.length, 0, asText);
    }
    return Arrays.copyOf(buffer, length);
  }

  private int checked(int token) {
    if (token < 0 || token >= vocabSize) {
      throw new IllegalArgumentException(
          "a token must be in the vocabulary: token=" + token + ", vocabulary=" + vocabSize);
    }
    return token;
  }

  /** Lets go of the interpreter; the last holder in the process frees it. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    synchronized (slot) {
      if (--slot[1] == 0) {
        functions.llama_model_free(model);
        slot[0] = 0;
        LOG.info("interpreter {} freed", name);
      }
    }
  }

  /** How often an interpreter was loaded in this process since it started, by any class loader. */
  public static long loads() {
    return ProcessRegistry.interpreterLoads().get();
  }
}
