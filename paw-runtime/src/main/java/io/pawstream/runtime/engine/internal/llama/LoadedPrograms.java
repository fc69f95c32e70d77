package io.pawstream.runtime.engine.internal.llama;

import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.engine.internal.probe.AdapterProbe;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.llama.internal.LlamaAdapter;
import io.pawstream.runtime.llama.internal.LlamaModel;
import io.pawstream.runtime.program.AdapterCheck;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The programs of one engine, each loaded once however many hold it. Any thread. */
final class LoadedPrograms {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedPrograms.class);

  private static final class Entry {
    private final LoadedProgram program;
    private int holders = 1;

    Entry(LoadedProgram program) {
      this.program = program;
    }
  }

  private final Interpreter interpreter;
  private final LlamaModel model;
  private final LlamaSizing sizing;
  private final AdapterProbe probe;

  /** Held while a program is loaded, so that it is loaded once. */
  private final Object loading = new Object();

  /** Guarded by itself, and never for long. */
  private final Map<LoadedProgram.Key, Entry> entries = new HashMap<>();

  LoadedPrograms(
      Interpreter interpreter, LlamaModel model, LlamaSizing sizing, AdapterProbe probe) {
    this.interpreter = interpreter;
    this.model = model;
    this.sizing = sizing;
    this.probe = probe;
  }

  LoadedProgram acquire(ProgramBundle bundle, ProgramOptions options) {
    LoadedProgram.Key key = new LoadedProgram.Key(bundle.digest(), options);
    synchronized (loading) {
      synchronized (entries) {
        Entry known = entries.get(key);
        if (known != null) {
          known.holders++;
          return known.program;
        }
      }
      Entry entry = new Entry(load(bundle, options));
      synchronized (entries) {
        entries.put(key, entry);
      }
      return entry.program;
    }
  }

  /** Gives one hold back; true if it was the last and the caller is to free the program. */
  boolean release(LoadedProgram program) {
    synchronized (entries) {
      Entry entry = entries.get(program.key());
      if (entry == null || --entry.holders > 0) {
        return false;
      }
      entries.remove(program.key());
      return true;
    }
  }

  private LoadedProgram load(ProgramBundle bundle, ProgramOptions options) {
    long start = System.nanoTime();
    AdapterCheck.check(bundle.adapter(), interpreter.header());
    LlamaAdapter adapter = loadAdapter(bundle);
    LoadedProgram program;
    try {
      program =
          new LoadedProgram(
              bundle, options, model, adapter, sizing.window(), sizing.context().cells());
    } catch (RuntimeException e) {
      adapter.close();
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

  /** llama.cpp loads from a file: one of our own, which is there only for the moment. */
  private LlamaAdapter loadAdapter(ProgramBundle bundle) {
    Path directory = null;
    Path file = null;
    try {
      directory = Files.createTempDirectory("paw-adapter-");
      file = directory.resolve("adapter.gguf");
      bundle.writeAdapter(file);
      probe.require(bundle.name(), file, bundle.adapterSha256());
      return LlamaAdapter.load(model, file);
    } catch (IOException e) {
      throw new ProgramException(
          "An adapter must be written to a file for a moment: directory="
              + System.getProperty("java.io.tmpdir")
              + ", error="
              + e.getMessage()
              + "; set java.io.tmpdir to a writable directory",
          e);
    } finally {
      delete(file);
      delete(directory);
    }
  }

  private static void delete(@Nullable Path path) {
    try {
      if (path != null) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.warn("a temporary file is left behind: {}", path, e);
    }
  }

  void close() {
    synchronized (entries) {
      entries.values().forEach(entry -> entry.program.close());
      entries.clear();
    }
  }
}
