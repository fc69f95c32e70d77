package io.pawstream.runtime.llama.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What would abort the process is an exception instead, and everything goes on afterwards. */
class GuardsTest {
  private static final ContextSettings SETTINGS = new ContextSettings(1024, 64, 64, 4, 1);

  private static LlamaLibrary library;
  private static LlamaModel model;
  private static LlamaContext context;

  @BeforeAll
  static void open() {
    library = LlamaLibrary.acquire(true);
    Interpreter tiny = Interpreters.known("paw-tiny", null);
    model = LlamaModel.acquire(library, tiny.name(), tiny.file(), tiny.sha256());
    context = new LlamaContext(model, SETTINGS);
  }

  @AfterAll
  static void close() {
    context.close();
    model.close();
    library.release();
  }

  private static void stillWorks() {
    context.clear();
    try (LlamaBatch batch = new LlamaBatch(64, 4)) {
      int index = batch.add(1, 0, 0, true);
      assertThat(context.decode(batch)).isEqualTo(LlamaContext.Decoded.DONE);
      float[] row = new float[model.vocabSize()];
      context.logits(index, row);
      assertThat(row[0]).isFinite();
    }
  }

  @Test
  void moreTokensThanABatchHolds() {
    try (LlamaBatch batch = new LlamaBatch(2, 1)) {
      batch.add(1, 0, 0, false);
      batch.add(1, 1, 0, false);
      assertThat(batch.isFull()).isTrue();
      assertThatThrownBy(() -> batch.add(1, 2, 0, false))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("size=2", "capacity=2");
      batch.clear();
      assertThat(batch.add(1, 0, 0, false)).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"0,-1", "0,4", "0,300", "-1,0"})
  void aPlaceThatDoesNotExist(int position, int sequence) {
    try (LlamaBatch batch = new LlamaBatch(8, 4)) {
      assertThatThrownBy(() -> batch.add(1, position, sequence, false))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("sequence=" + sequence, "position=" + position);
      assertThat(batch.size()).isZero();
    }
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
  void moreSequencesThanTheContextHas() {
    try (LlamaBatch batch = new LlamaBatch(8, 5)) {
      batch.add(1, 0, 4, true);
      assertThatThrownBy(() -> context.decode(batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("sequences=5", "contextSequences=4");
    }
    stillWorks();
  }

  @Test
  void aPositionBeyondWhatTheInterpreterWasTrainedWith() {
    int trained = model.trainedContext();
    assertThat(trained).isLessThan(context.cells());
    try (LlamaBatch batch = new LlamaBatch(8, 4)) {
      batch.add(1, trained, 0, true);
      assertThatThrownBy(() -> context.decode(batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("lastPosition=" + trained, "trainedContext=" + trained);
    }
    stillWorks();
  }

  @Test
  void noTokensAtAll() {
    try (LlamaBatch batch = new LlamaBatch(8, 4)) {
      assertThatThrownBy(() -> context.decode(batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("tokens=0");
    }
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
    assertThatThrownBy(() -> model.piece(token, true)).hasMessageContaining("token=" + token);
    assertThatThrownBy(() -> model.isControl(token)).hasMessageContaining("token=" + token);
    stillWorks();
  }

  @Test
  void aPositionOutOfTurn() {
    stillWorks();
    try (LlamaBatch batch = new LlamaBatch(8, 4)) {
      batch.add(1, 9, 0, true);
      assertThatThrownBy(() -> context.decode(batch))
          .isInstanceOf(LlamaException.class)
          .hasMessageContainingAll("rc=-1", "llama.cpp says: ");
    }
    stillWorks();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 4, 300})
  void aSequenceThatDoesNotExist(int sequence) {
    assertThatThrownBy(() -> context.share(0, sequence)).hasMessageContaining("sequences=4");
    assertThatThrownBy(() -> context.share(sequence, 0)).hasMessageContaining("sequences=4");
    assertThatThrownBy(() -> context.forget(sequence, 0)).hasMessageContaining("sequences=4");
    assertThatThrownBy(() -> context.save(sequence)).hasMessageContaining("sequences=4");
    try (Memory state = new Memory(8)) {
      assertThatThrownBy(() -> context.restore(sequence, state))
          .hasMessageContaining("sequences=4");
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
        assertThatThrownBy(() -> context.logits(index, row))
            .isInstanceOf(LlamaException.class)
            .hasMessageContaining("index=" + index);
      }
    }
    stillWorks();
  }

  @Test
  void aStateThatIsNoState() {
    context.clear();
    try (Memory state = new Memory(64)) {
      state.clear();
      assertThatThrownBy(() -> context.restore(0, state)).isInstanceOf(LlamaException.class);
    }
    stillWorks();
  }

  @Test
  void aStateComesBackBitByBit() {
    stillWorks();
    try (Memory state = context.save(0)) {
      float[] before = next();
      context.clear();
      context.restore(0, state);
      assertThat(next()).isEqualTo(before);
    }
  }

  private static float[] next() {
    float[] row = new float[model.vocabSize()];
    try (LlamaBatch batch = new LlamaBatch(8, 4)) {
      batch.add(2, 1, 0, true);
      assertThat(context.decode(batch)).isEqualTo(LlamaContext.Decoded.DONE);
      context.logits(0, row);
    }
    return row;
  }

  @Test
  void aFullMemoryIsToldAndLeftAsItWas() {
    ContextSettings tight = new ContextSettings(256, 64, 64, 1, 1);
    try (LlamaContext small = new LlamaContext(model, tight);
        LlamaBatch batch = new LlamaBatch(64, 1)) {
      int position = 0;
      LlamaContext.Decoded decoded = LlamaContext.Decoded.DONE;
      while (decoded == LlamaContext.Decoded.DONE) {
        batch.clear();
        for (int i = 0; i < 60; i++) {
          batch.add(1, position + i, 0, i == 59);
        }
        decoded = small.decode(batch);
        position += 60;
      }
      assertThat(decoded).isEqualTo(LlamaContext.Decoded.NO_ROOM);
      assertThat(position).isGreaterThan(small.cells());
    }
  }

  @Test
  void aStoppedContextStopsAndGoesOn() {
    context.clear();
    context.stop();
    try (LlamaBatch batch = new LlamaBatch(8, 4)) {
      batch.add(1, 0, 0, true);
      assertThat(context.decode(batch)).isEqualTo(LlamaContext.Decoded.STOPPED);
    }
    context.resume();
    stillWorks();
  }

  @Test
  void aClosedContextIsNotTouchedAnyMore() {
    LlamaContext other = new LlamaContext(model, SETTINGS);
    other.close();
    other.close();
    other.stop();
    other.resume();
    stillWorks();
  }

  @ParameterizedTest
  @CsvSource({
    "0,64,64,4,1",
    "8388608,64,64,4,1",
    "64,0,64,4,1",
    "64,64,0,4,1",
    "64,64,64,0,1",
    "64,64,64,257,1",
    "64,64,64,4,0"
  })
  void contextsOfNoSize(int cells, int batch, int micro, int sequences, int threads) {
    assertThatThrownBy(() -> new ContextSettings(cells, batch, micro, sequences, threads))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAdapterThatIsNone(@TempDir Path directory) throws Exception {
    Path file = Files.write(directory.resolve("a.gguf"), new byte[2048]);
    assertThatThrownBy(() -> LlamaAdapter.load(model, file))
        .isInstanceOf(LlamaException.class)
        .hasMessageContainingAll("interpreter=paw-tiny", "llama.cpp says: ")
        .hasMessageNotContaining("no reason given");
    assertThatThrownBy(() -> LlamaAdapter.load(model, directory.resolve("missing.gguf")))
        .isInstanceOf(LlamaException.class);
    stillWorks();
  }

  @Test
  void anInterpreterThatIsNone(@TempDir Path directory) throws Exception {
    Path file = Files.write(directory.resolve("i.gguf"), "GGUF no more".getBytes());
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> LlamaModel.acquire(library, "broken", file, "0".repeat(64)))
          .isInstanceOf(LlamaException.class)
          .hasMessageContainingAll("interpreter=broken", "file=" + file, "llama.cpp says: ")
          .hasMessageNotContaining("no reason given");
    }
    stillWorks();
  }

  @Test
  void structuresHaveTheSizesOfTheirC() {
    assertThat(new ModelParams().size()).isEqualTo(80);
    assertThat(new ContextParams().size()).isEqualTo(160);
    assertThat(new BatchStruct().size()).isEqualTo(56);
    assertThat(new LlamaApi().llama_version().getString(0)).isEqualTo(LlamaLibrary.VERSION);
    assertThat(library.cpu()).isEqualTo("haswell");
  }
}
