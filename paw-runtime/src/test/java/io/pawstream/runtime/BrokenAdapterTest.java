package io.pawstream.runtime;

import static io.pawstream.runtime.testing.Small.engine;
import static io.pawstream.runtime.testing.Small.open;
import static io.pawstream.runtime.testing.Small.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.Served;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.testing.Bundles;
import io.pawstream.runtime.testing.Programs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An adapter that is sound in form only. */
@Timeout(120)
class BrokenAdapterTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({"NaN,7E00", "infinite,7C00", "65504,7BFF"})
  void aBrokenAdapterGivesFailures(String name, String bits, @TempDir Path directory)
      throws Exception {
    byte[] adapter = Bundles.adapter("log.paw");
    String reference =
        Bundles.write(
            directory.resolve("broken.paw"),
            withWeights(adapter, (short) Integer.parseInt(bits, 16)),
            "Task.\n{INPUT_PLACEHOLDER}\n",
            List.of("ALERT", "QUIET"));
    try (Paw paw = open(engine());
        PawProgram labels = paw.load(reference);
        PawProgram text = paw.load(reference, ProgramOptions.DEFAULT.withLabels(List.of()));
        PawProgram sound = paw.load(Programs.path("log.paw"))) {
      for (PawProgram broken : List.of(labels, text)) {
        List<CompletableFuture<Served>> served =
            IntStream.range(0, 10).mapToObj(i -> broken.serve("disk " + i)).toList();
        for (CompletableFuture<Served> one : served) {
          Failure failure = (Failure) soon(one);
          assertThat(failure.reason()).isEqualTo(FailureReason.ENGINE);
          assertThat(failure.detail()).contains("adapter is broken");
          assertThat(failure.program()).isEqualTo(broken.digest());
        }
        assertThat(sound.apply("disk is full")).isInstanceOf(Answer.class);
      }
    }
  }

  /** All of an adapter's weights replaced by one F16 number. */
  private static byte[] withWeights(byte[] adapter, short bits) throws IOException {
    GgufHeader header =
        GgufHeader.read(new ByteArrayInputStream(adapter), adapter.length, GgufLimits.ADAPTER);
    assertThat(header.tensors()).allMatch(tensor -> tensor.type() == GgufType.F16);
    byte[] changed = adapter.clone();
    ByteBuffer bytes = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = (int) header.dataOffset(); at < header.dataEnd(); at += 2) {
      bytes.putShort(at, bits);
    }
    return changed;
  }
}
