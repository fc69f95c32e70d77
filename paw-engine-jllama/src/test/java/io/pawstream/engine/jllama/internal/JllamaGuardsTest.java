package io.pawstream.engine.jllama.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import io.pawstream.engine.blas.testing.RandomModel;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.llama.internal.ContextSettings;
import io.pawstream.runtime.llama.internal.LlamaAdapter;
import io.pawstream.runtime.llama.internal.LlamaBatch;
import io.pawstream.runtime.llama.internal.LlamaContext;
import io.pawstream.runtime.llama.internal.LlamaContext.Decoded;
import io.pawstream.runtime.llama.internal.LlamaException;
import io.pawstream.runtime.llama.internal.LlamaModel;
import io.pawstream.transformer.ModelShape.Architecture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What this release would abort at, or answers in a form of its own; all goes on afterwards. */
class JllamaGuardsTest {
  private static final ContextSettings SETTINGS = new ContextSettings(256, 64, 64, 4, 1);

  @TempDir static Path folder;

  private static JllamaLibrary library;
  private static LlamaModel model;
  private static LlamaContext context;

  @BeforeAll
  static void open() throws Exception {
    RandomModel random = RandomModel.write(folder, Architecture.GPT2, true, List.of("a", "b"));
    Interpreter interpreter = Interpreters.resolve(random.interpreter(), false, null);
    library = JllamaLibrary.acquire();
    model = LlamaModel.acquire(library, "random", interpreter.file(), interpreter.sha256());
    context = new LlamaContext(model, SETTINGS);
  }

  @AfterAll
  static void close() {
    context.close();
    model.close();
    library.release();
  }

  private static float[] row(int token, int position) {
    float[] row = new float[model.vocabSize()];
    try (LlamaBatch batch = new LlamaBatch(8, 4)) {
      int index = batch.add(token, position, 0, true);
      assertThat(context.decode(batch)).isEqualTo(Decoded.DONE);
      context.logits(index, row);
    }
    return row;
  }

  private static void stillWorks() {
    context.clear();
    assertThat(row(1, 0)[0]).isFinite();
  }

  @Test
  void moreTokensThanTheContextTakesAtOnce() {
    try (LlamaBatch batch = new LlamaBatch(65, 4)) {
      for (int i = 0; i < 65; i++) {
        batch.add(1, i, 0, false);
      }
      assertThatThrownBy(() -> context.decode(batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("tokens=65", "batchTokens=64");
    }
    stillWorks();
  }

  @Test
  void aPositionBeyondWhatTheInterpreterWasTrainedWith() {
    int trained = model.trainedContext();
    assertThat(trained).isLessThan(SETTINGS.cells());
    try (LlamaBatch batch = new LlamaBatch(8, 4)) {
      batch.add(1, trained, 0, true);
      assertThatThrownBy(() -> context.decode(batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("lastPosition=" + trained, "trainedContext=" + trained);
    }
    stillWorks();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 4, 300})
  void aSequenceThatDoesNotExist(int sequence) {
    assertThatThrownBy(() -> context.share(0, sequence)).hasMessageContaining("sequences=4");
    assertThatThrownBy(() -> context.forget(sequence, 0)).hasMessageContaining("sequences=4");
    assertThatThrownBy(() -> context.save(sequence)).hasMessageContaining("sequences=4");
    stillWorks();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1 << 30})
  void aTokenThatDoesNotExist(int token) {
    try (LlamaBatch batch = new LlamaBatch(8, 4)) {
      batch.add(token, 0, 0, true);
      assertThatThrownBy(() -> context.decode(batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("allTokensOfTheVocabulary=false");
    }
    stillWorks();
  }

  @Test
  void logitsThatNobodyAskedFor() {
    context.clear();
    try (LlamaBatch batch = new LlamaBatch(8, 4)) {
      batch.add(1, 0, 0, false);
      batch.add(1, 1, 0, true);
      context.decode(batch);
      float[] row = new float[model.vocabSize()];
      for (int index : new int[] {0, 2, 100}) {
        assertThatThrownBy(() -> context.logits(index, row)).isInstanceOf(LlamaException.class);
      }
    }
    stillWorks();
  }

  @Test
  void aStateComesBackBitByBit() {
    stillWorks();
    // a state that is none ends the process: none from outside is taken
    assertThat(library.refusesBrokenStates()).isFalse();
    try (Memory state = context.save(0)) {
      float[] before = row(2, 1);
      context.clear();
      context.restore(0, state);
      assertThat(row(2, 1)).isEqualTo(before);
    }
    stillWorks();
  }

  @Test
  void aFullMemoryIsTold() {
    // each sequence as long as the interpreter was trained for: more than there are cells
    context.clear();
    int trained = model.trainedContext();
    try (LlamaBatch batch = new LlamaBatch(64, 4)) {
      assertThatThrownBy(
              () -> {
                for (int at = 0; at < 4 * trained; at += 64) {
                  batch.clear();
                  for (int i = 0; i < 64; i++) {
                    batch.add(1, at % trained + i, at / trained, i == 63);
                  }
                  context.decode(batch);
                }
              })
          .isInstanceOf(LlamaException.class)
          .hasMessageContaining("rc=-3");
    }
    stillWorks();
  }

  @Test
  void aStoppedContextStopsAndGoesOn() {
    context.clear();
    context.stop();
    try (LlamaBatch batch = new LlamaBatch(8, 4)) {
      batch.add(1, 0, 0, true);
      assertThat(context.decode(batch)).isEqualTo(Decoded.STOPPED);
    }
    context.resume();
    stillWorks();
  }

  @Test
  void filesThatAreNone() throws Exception {
    Path file = Files.write(folder.resolve("none.gguf"), new byte[2048]);
    assertThatThrownBy(() -> LlamaAdapter.load(model, file))
        .isInstanceOf(LlamaException.class)
        .hasMessageContaining("llama.cpp says: ")
        .hasMessageNotContaining("no reason given");
    assertThatThrownBy(() -> LlamaModel.acquire(library, "broken", file, "0".repeat(64)))
        .isInstanceOf(LlamaException.class)
        .hasMessageContaining("file=" + file);
    stillWorks();
  }

  @Test
  void aCopyWithAnOutputLayerIsGoneAfterLoading() throws Exception {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("paw-untied-")))
          .isEmpty();
    }
  }
}
