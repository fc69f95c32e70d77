package io.pawstream.benchmarks.internal.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.llama.internal.ContextSettings;
import io.pawstream.runtime.llama.internal.LlamaAdapter;
import io.pawstream.runtime.llama.internal.LlamaBatch;
import io.pawstream.runtime.llama.internal.LlamaContext;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.llama.internal.LlamaModel;
import io.pawstream.runtime.program.AdapterCheck;
import io.pawstream.runtime.program.ProgramBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program on llama.cpp without the engine: what the SDK's loop and the ceilings are made of. Any
 * thread, but a context that it gave belongs to one; {@link #close} after all contexts.
 */
final class NativeProgram implements AutoCloseable {
  private final LlamaLibrary library;
  private final LlamaModel model;
  private final LlamaAdapter adapter;
  private final ProgramBundle bundle;
  private final int[] prefix;

  private NativeProgram(
      LlamaLibrary library, LlamaModel model, LlamaAdapter adapter, ProgramBundle bundle) {
    this.library = library;
    this.model = model;
    this.adapter = adapter;
    this.bundle = bundle;
    this.prefix = model.tokenize(bundle.template().prefix().getBytes(UTF_8), true);
  }

  static NativeProgram open(Subject subject) throws IOException {
    return open(subject.interpreter(), subject.bundle());
  }

  static NativeProgram open(Interpreter interpreter, ProgramBundle bundle) throws IOException {
    AdapterCheck.check(bundle.adapter(), interpreter.header());
    LlamaLibrary library = LlamaLibrary.acquire(false);
    LlamaModel model =
        LlamaModel.acquire(library, interpreter.name(), interpreter.file(), interpreter.sha256());
    Path directory = Files.createTempDirectory("paw-benchmark-");
    Path file = directory.resolve("adapter.gguf");
    try {
      bundle.writeAdapter(file);
      return new NativeProgram(library, model, LlamaAdapter.load(model, file), bundle);
    } catch (RuntimeException e) {
      model.close();
      library.release();
      throw e;
    } finally {
      Files.deleteIfExists(file);
      Files.delete(directory);
    }
  }

  LlamaModel model() {
    return model;
  }

  int[] prefix() {
    return prefix;
  }

  /** Input and suffix as the PAW SDK tokenizes them: as one text, control tokens and all. */
  int[] sdkTokens(String text) {
    return model.tokenize((text + bundle.template().suffix()).getBytes(UTF_8), true);
  }

  /** A context under the adapter, with nothing evaluated yet. */
  LlamaContext context(ContextSettings settings) {
    LlamaContext context = new LlamaContext(model, settings);
    context.use(adapter);
    return context;
  }

  /** Evaluates the prefix in sequence 0 of an empty context. */
  void evaluatePrefix(LlamaContext context, LlamaBatch batch) {
    batch.clear();
    for (int i = 0; i < prefix.length; i++) {
      if (batch.isFull()) {
        decode(context, batch);
      }
      batch.add(prefix[i], i, 0, i == prefix.length - 1);
    }
    decode(context, batch);
  }

  /** Evaluates the batch and empties it. */
  static void decode(LlamaContext context, LlamaBatch batch) {
    LlamaContext.Decoded decoded = context.decode(batch);
    if (decoded != LlamaContext.Decoded.DONE) {
      throw new IllegalStateException("llama.cpp must evaluate the batch: decoded=" + decoded);
    }
    batch.clear();
  }

  @Override
  public void close() {
    adapter.close();
    model.close();
    library.release();
  }
}
