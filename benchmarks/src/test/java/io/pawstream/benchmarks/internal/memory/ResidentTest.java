package io.pawstream.benchmarks.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ResidentTest {
  private static final int BYTES = 8 << 20;

  @TempDir private Path directory;

  @Test
  @EnabledOnOs(OS.LINUX)
  void tellsTheMappedFileFromTheRest() throws Exception {
    Path file = Files.write(directory.resolve("weights.gguf"), new byte[BYTES]);
    try (FileChannel channel = FileChannel.open(file)) {
      MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, BYTES);
      mapped.load();
      Resident resident = Resident.of(file).orElseThrow();

      assertThat(resident.mappedBytes()).isEqualTo(BYTES);
      assertThat(resident.nowBytes()).isGreaterThan(BYTES);
      assertThat(resident.peakBytes()).isGreaterThanOrEqualTo(resident.nowBytes());
      assertThat(Resident.parse(resident.line())).contains(resident);
      assertThat(mapped.get(0)).isZero();
    }
    assertThat(Resident.parse("nothing")).isEmpty();
  }
}
