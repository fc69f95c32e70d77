package io.pawstream.cli.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorTest {
  @TempDir Path directory;

  @Test
  void readsWhatLinuxTells() throws IOException {
    Processor processor = processor("sse4_2 avx f16c fma avx2 bmi2 nx");

    assertThat(processor.model()).isEqualTo("Some Processor");
    assertThat(processor.features())
        .containsExactly("sse4_2", "avx", "f16c", "fma", "avx2", "bmi2");
    assertThat(processor.missing()).isEmpty();
    assertThat(processor("sse4_2 avx").missing()).containsExactly("f16c", "fma", "avx2");
    assertThat(Processor.read(directory.resolve("none")).model()).isEqualTo("unknown");
  }

  @Test
  void kernelsThatLeaveHalfOfTheProcessorUnusedAreNamed() throws IOException {
    Processor wide = processor("avx f16c fma avx2 avx512f avx512bw avx512vl");

    assertThat(wide.slowBlas("Haswell")).contains("OPENBLAS_CORETYPE=Haswell; unset the variable");
    assertThat(wide.slowBlas("ZEN")).isNotNull();
    assertThat(wide.slowBlas("SkylakeX")).isNull();
    assertThat(wide.slowBlas(null)).isNull();
    assertThat(processor("avx f16c fma avx2").slowBlas("Haswell")).isNull();
  }

  private Processor processor(String flags) throws IOException {
    return Processor.read(
        Files.writeString(
            directory.resolve("cpuinfo"),
            "processor\t: 0\nmodel name\t: Some Processor\nflags\t\t: " + flags + "\n"));
  }
}
