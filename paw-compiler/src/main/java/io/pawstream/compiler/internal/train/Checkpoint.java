package io.pawstream.compiler.internal.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.compiler.CompileException;
import io.pawstream.compiler.CompileReport.Epoch;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.gguf.GgufWriter;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.optim.Parameter;
import io.pawstream.transformer.tensor.EncodedTensor;
import io.pawstream.transformer.tensor.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where an interrupted run goes on: adapter, best adapter and optimiser after the last finished
 * epoch, as the tensors of a GGUF file. One thread.
 *
 * @param file replaced as a whole by every write
 * @param fingerprint of all that decides what training does
 */
public record Checkpoint(Path file, String fingerprint) {
  private static final String FINGERPRINT = "paw.checkpoint.fingerprint";
  private static final String EPOCHS = "paw.checkpoint.epochs";
  private static final String CURRENT = "current.";
  private static final String BEST = "best.";
  private static final String MEAN = "mean.";
  private static final String SQUARE = "square.";
  private static final ObjectMapper JSON = new ObjectMapper();

  void write(TrainingState state) throws IOException {
    LoraAdapter best = state.best();
    if (best == null) {
      throw new IllegalStateException("a checkpoint is written when an epoch is finished");
    }
    GgufWriter writer =
        new GgufWriter().string(FINGERPRINT, fingerprint).string(EPOCHS, json(state.epochs()));
    add(writer, CURRENT, state.current().parameters());
    add(writer, BEST, best.parameters());
    List<Parameter> parameters = state.gradients().parameters();
    for (int i = 0; i < parameters.size(); i++) {
      String name = parameters.get(i).name();
      addMatrix(writer, MEAN + name, state.optimiser().means().get(i));
      addMatrix(writer, SQUARE + name, state.optimiser().squares().get(i));
    }
    try {
      writer.write(file, GgufLimits.INTERPRETER);
    } catch (IOException e) {
      // the system says seldom which file it was
      throw new IOException(e.getMessage() + ", checkpoint=" + file, e);
    }
  }

  private static void add(GgufWriter writer, String prefix, List<Parameter> parameters) {
    parameters.forEach(p -> addMatrix(writer, prefix + p.name(), p.value()));
  }

  private static void addMatrix(GgufWriter writer, String name, Matrix matrix) {
    EncodedTensor.addMatrix(writer, name, GgufType.F32, matrix);
  }

  private static String json(List<Epoch> epochs) throws JsonProcessingException {
    return JSON.writeValueAsString(epochs);
  }

  /**
   * Fills a new state, if there is a checkpoint.
   *
   * @throws CompileException if it is of another run
   * @throws IOException if it cannot be read
   */
  void restore(TrainingState state) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try {
      TensorFile tensors = TensorFile.open(file, GgufLimits.INTERPRETER);
      if (!tensors.header().string(FINGERPRINT).orElse("").equals(fingerprint)) {
        throw new CompileException(
            "A compilation can only go on where the same one was interrupted: checkpoint="
                + file
                + "; it is of other examples or options: delete it, or do not resume");
      }
      List<Epoch> epochs =
          JSON.readValue(
              tensors.header().string(EPOCHS).orElse(""), new TypeReference<List<Epoch>>() {});
      LoraAdapter best = state.current().copy();
      fill(tensors, CURRENT, state.current().parameters());
      fill(tensors, BEST, best.parameters());
      List<Parameter> parameters = state.gradients().parameters();
      for (int i = 0; i < parameters.size(); i++) {
        String name = parameters.get(i).name();
        state.optimiser().means().get(i).copy(tensors.floats(MEAN + name));
        state.optimiser().squares().get(i).copy(tensors.floats(SQUARE + name));
      }
      state.optimiser().resumeAfter(epochs.get(epochs.size() - 1).steps());
      state.restore(epochs, best);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException(
          "A checkpoint must be whole: checkpoint=" + file + "; delete it, or do not resume", e);
    }
  }

  private static void fill(TensorFile tensors, String prefix, List<Parameter> parameters)
      throws IOException {
    for (Parameter parameter : parameters) {
      parameter.value().copy(tensors.floats(prefix + parameter.name()));
    }
  }

  /** Removes the file, if there is one. */
  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
