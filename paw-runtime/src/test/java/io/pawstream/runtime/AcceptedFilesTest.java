package io.pawstream.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.engine.internal.probe.AdapterProbe;
import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufTensor;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.program.AdapterCheck;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.testing.Fixtures;
import io.pawstream.runtime.testing.GgufWriter;
import io.pawstream.runtime.testing.GgufWriter.Tensor;
import io.pawstream.runtime.testing.RawBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Adapters that pass the check, however odd, must not end the process in native code; a crash here
 * fails the whole run. Whether they answer or fail is theirs.
 */
class AcceptedFilesTest {
  private static Paw paw;

  private Path temp;

  @BeforeAll
  static void open() {
    // what a trial in a child process would catch is to be seen here
    System.setProperty(AdapterProbe.PROPERTY, "false");
    paw = Paw.open();
  }

  @AfterAll
  static void close() {
    paw.close();
    System.clearProperty(AdapterProbe.PROPERTY);
  }

  @BeforeEach
  void inside(@TempDir Path directory) {
    temp = directory;
  }

  @ParameterizedTest
  @CsvSource({
    "F32, 1",
    "F32, 3",
    "F32, 256",
    "F16, 1",
    "F16, 256",
    "BF16, 3",
    "BF16, 64",
    "Q8_0, 32",
    "Q8_0, 256",
    "Q5_0, 64",
    "Q4_0, 32",
    "Q4_0, 256"
  })
  void everyTypeAndRankWithRandomBits(GgufType type, long rank) throws Exception {
    GgufHeader original = Fixtures.header(Fixtures.adapter());
    GgufWriter writer = GgufWriter.of(original).withoutTensors();
    for (GgufTensor tensor : original.tensors()) {
      List<Long> shape =
          tensor.name().endsWith(".lora_a")
              ? List.of(tensor.shape().get(0), rank)
              : List.of(rank, tensor.shape().get(1));
      writer.tensor(tensor.name(), new Tensor(type.id(), shape, type.byteSize(shape), null));
    }
    byte[] adapter = writer.bytes();
    int data = (int) Fixtures.header(adapter).dataOffset();
    byte[] noise = new byte[adapter.length - data];
    new SplittableRandom(rank).nextBytes(noise);
    System.arraycopy(noise, 0, adapter, data, noise.length);

    assertThat(outcome(adapter)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 64, 4096})
  void everyAlignment(int alignment) throws Exception {
    GgufWriter writer = GgufWriter.of(Fixtures.header(Fixtures.adapter())).alignment(alignment);

    assertThat(outcome(writer.bytes())).isNotNull();
  }

  @Test
  void aSinglePairOfTwoTypes() throws Exception {
    GgufWriter writer = GgufWriter.of(Fixtures.header(Fixtures.adapter())).withoutTensors();
    String target = "blk.3.ffn_down.weight";
    writer.tensor(target + ".lora_b", GgufType.F32.id(), 32 * 128 * 4, 32L, 128L);
    writer.tensor(target + ".lora_a", GgufType.Q4_0.id(), 12 * 32 * 18, 384L, 32L);

    assertThat(outcome(writer.bytes())).isNotNull();
  }

  @Test
  void mutatedHeadersThatPass() throws Exception {
    byte[] adapter = Fixtures.adapter();
    GgufHeader interpreter = Fixtures.interpreterHeader();
    int header = (int) Fixtures.header(adapter).dataOffset();
    int passed = 0;
    for (long seed = 0; passed < 25; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] mutated = adapter.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        mutated[random.nextInt(header)] = (byte) random.nextInt(256);
      }
      if (passes(mutated, interpreter) && !Arrays.equals(mutated, adapter)) {
        passed++;
        assertThat(outcome(mutated)).isNotNull();
      }
    }
  }

  private static boolean passes(byte[] adapter, GgufHeader interpreter) throws IOException {
    try {
      AdapterCheck.check(Fixtures.header(adapter), interpreter);
      return true;
    } catch (GgufException | ProgramException e) {
      return false;
    }
  }

  private Outcome outcome(byte[] adapter) throws Exception {
    Path file = Files.write(temp.resolve("a.paw"), RawBundles.withAdapter("log", adapter));
    try (PawProgram program = paw.load(file.toString())) {
      return program.apply("The checkout is down for everyone");
    }
  }
}
