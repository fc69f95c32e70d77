package io.pawstream.engine.blas.internal;

import io.pawstream.engine.blas.BlasProvider;
import io.pawstream.runtime.engine.Engine;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.EngineUnavailableException;
import io.pawstream.runtime.engine.Weights;
import io.pawstream.runtime.engine.internal.LaneWork;
import io.pawstream.runtime.engine.internal.program.AdapterFile;
import io.pawstream.runtime.engine.internal.program.EngineParts;
import io.pawstream.runtime.engine.internal.program.EngineSizing;
import io.pawstream.runtime.engine.internal.program.LaneEngine;
import io.pawstream.runtime.engine.internal.program.LoadedProgram;
import io.pawstream.runtime.engine.internal.program.SharedModel;
import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.transformer.Prepared;
import io.pawstream.transformer.Transformer;
import io.pawstream.transformer.Transformer.Keep;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.tensor.TensorFile;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine {@code blas}: lanes that run forward passes over OpenBLAS. Any thread. */
public final class BlasEngine implements EngineParts<BlasProgram> {
  private static final Logger LOG = LoggerFactory.getLogger(BlasEngine.class);

  private final Weights weights;
  private final TensorFile file;
  private final Transformer model;
  private final EngineSizing sizing;
  private final int vocabulary;

  private BlasEngine(Interpreter interpreter, EngineOptions options, SharedModel shared) {
    this.weights = options.weights();
    this.vocabulary = shared.model().vocabSize();
    try {
      this.file = TensorFile.open(interpreter.file(), GgufLimits.INTERPRETER);
      if (weights == Weights.FLOATS) {
        sayWhatIsTaken("weights=floats, once for all programs", interpreter.name());
      }
      this.model =
          Transformer.load(
              file, weights == Weights.FLOATS ? Keep.BLOCKS_AS_FLOATS : Keep.AS_STORED);
    } catch (IOException e) {
      throw new EngineUnavailableException(
          "the engine blas must be able to read the interpreter: interpreter="
              + interpreter.name()
              + ", reason="
              + e.getMessage()
              + "; use the engine llama",
          e);
    } catch (OutOfMemoryError e) {
      throw noRoom("weights=" + weights.code(), e);
    }
    this.sizing =
        BlasSizing.of(options, shared.model().weightBytes(), model.shape().contextLength());
  }

  /**
   * Opens an engine.
   *
   * @throws EngineUnavailableException if the interpreter cannot be computed with here
   */
  public static Engine open(Interpreter interpreter, EngineOptions options) {
    return LaneEngine.open(
        interpreter, options, shared -> new BlasEngine(interpreter, options, shared));
  }

  private void sayWhatIsTaken(String what, String name) throws GgufException {
    LOG.info(
        "engine blas takes {} MB outside the Java heap: {}, {}",
        Transformer.floatBytes(file) / 1_000_000,
        what,
        name);
  }

  private static EngineUnavailableException noRoom(String what, OutOfMemoryError e) {
    return new EngineUnavailableException(
        "there must be memory outside the Java heap for "
            + what
            + ": "
            + e.getMessage()
            + "; raise -XX:MaxDirectMemorySize, or set weights=stored",
        e);
  }

  @Override
  public String name() {
    return BlasProvider.NAME;
  }

  @Override
  public String describe() {
    return "weights=" + weights.code();
  }

  @Override
  public EngineSizing sizing() {
    return sizing;
  }

  @Override
  public boolean answersText() {
    return false;
  }

  @Override
  public LaneWork<LoadedProgram<BlasProgram>> newLane() {
    return new BlasLane(sizing, vocabulary);
  }

  @Override
  public BlasProgram load(ProgramBundle bundle) {
    LoraAdapter adapter = AdapterFile.read(bundle, file -> read(bundle, file));
    try {
      if (weights == Weights.MERGED) {
        sayWhatIsTaken("weights=merged, for this program alone", bundle.name());
        return new BlasProgram(new Prepared(Transformer.merged(file, adapter), null));
      }
      return new BlasProgram(new Prepared(model, adapter));
    } catch (IllegalArgumentException | IOException e) {
      throw new ProgramException("Program " + bundle.name() + ": " + e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw noRoom("the program " + bundle.name(), e);
    }
  }

  private static LoraAdapter read(ProgramBundle bundle, java.nio.file.Path file)
      throws IOException {
    try {
      return LoraAdapter.read(file);
    } catch (GgufException | IllegalArgumentException e) {
      throw new ProgramException("Program " + bundle.name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    // mappings and matrices go with the last object that uses them
  }
}
