package io.pawstream.runtime.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.testing.Fixtures;
import io.pawstream.runtime.testing.RawBundles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BundleMutationTest {
  /** Only the typed exception may come out, and what is accepted must be the program itself. */
  @Test
  @Timeout(120)
  void mutatedBundlesFailCleanly(@TempDir Path temp) throws Exception {
    byte[] bytes = RawBundles.withAdapter("log", Fixtures.adapter());
    String digest = ProgramBundle.read(Fixtures.PROGRAMS.resolve("log.paw")).digest();
    int directory = new String(bytes, ISO_8859_1).lastIndexOf("adapter.gguf") - 46;
    int refused = 0;
    for (long seed = 0; seed < 1000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] mutated = bytes.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        boolean header = random.nextInt(4) > 0;
        int at = header ? random.nextInt(directory, bytes.length) : random.nextInt(bytes.length);
        mutated[at] = (byte) random.nextInt(256);
      }
      try {
        assertThat(ProgramBundle.read(Files.write(temp.resolve("a.paw"), mutated)).digest())
            .isEqualTo(digest);
      } catch (ProgramException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(500);
  }
}
