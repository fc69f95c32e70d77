package io.pawstream.runtime.engine.internal.program;

import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.llama.internal.LlamaModel;
import io.pawstream.runtime.program.AdapterCheck;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs of one engine, each loaded once however many hold it. Any thread.
 *
 * @param <R> see {@link EngineParts}
 */
final class LoadedPrograms<R extends AutoCloseable> {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedPrograms.class);

  private static final class Entry<R extends AutoCloseable> {
    private final LoadedProgram<R> program;
    private int holders = 1;

    Entry(LoadedProgram<R> program) {
      this.program = program;
    }
  }

  private final Interpreter interpreter;
  private final LlamaModel model;
  private final EngineParts<R> parts;

  /** Held while a program is loaded, so that it is loaded once. */
  private final Object loading = new Object();

  /** Guarded by itself, and never for long. */
  private final Map<LoadedProgram.Key, Entry<R>> entries = new HashMap<>();

  LoadedPrograms(Interpreter interpreter, LlamaModel model, EngineParts<R> parts) {
    this.interpreter = interpreter;
    this.model = model;
    this.parts = parts;
  }

  LoadedProgram<R> acquire(ProgramBundle bundle, ProgramOptions options) {
    LoadedProgram.Key key = new LoadedProgram.Key(bundle.digest(), options);
    synchronized (loading) {
      synchronized (entries) {
        Entry<R> known = entries.get(key);
        if (known != null) {
          known.holders++;
          return known.program;
        }
      }
      Entry<R> entry = new Entry<>(load(bundle, options));
      synchronized (entries) {
        entries.put(key, entry);
      }
      return entry.program;
    }
  }

  /** Gives one hold back; true if it was the last and the caller is to free the program. */
  boolean release(LoadedProgram<R> program) {
    synchronized (entries) {
      Entry<R> entry = entries.get(program.key());
      if (entry == null || --entry.holders > 0) {
        return false;
      }
      entries.remove(program.key());
      return true;
    }
  }

  private LoadedProgram<R> load(ProgramBundle bundle, ProgramOptions options) {
    if (!parts.answersText() && LoadedProgram.labels(bundle, options).isEmpty()) {
      throw new ProgramException(
          "A program must have labels for the engine "
              + parts.name()
              + ": program="
              + bundle.name()
              + "; the engine llama answers free text");
    }
    long start = System.nanoTime();
    AdapterCheck.check(bundle.adapter(), interpreter.header());
    R resources = parts.load(bundle);
    LoadedProgram<R> program;
    try {
      EngineSizing sizing = parts.sizing();
      program =
          new LoadedProgram<>(bundle, options, model, resources, sizing.window(), sizing.cells());
    } catch (RuntimeException e) {
      try {
        resources.close();
      } catch (Exception inClosing) {
        e.addSuppressed(inClosing);
      }
      throw e;
    }
    LOG.info(
        "program {} {} loaded in {} ms, {}",
        bundle.name(),
        bundle.digest(),
        (System.nanoTime() - start) / 1_000_000,
        program.labels().isEmpty() ? "free text" : "labels=" + program.labels().size());
    return program;
  }

  void close() {
    synchronized (entries) {
      entries.values().forEach(entry -> entry.program.close());
      entries.clear();
    }
  }
}
