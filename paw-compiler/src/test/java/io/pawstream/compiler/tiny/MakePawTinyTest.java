package io.pawstream.compiler.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufLimits;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MakePawTinyTest {
  @Test
  void makesTheFolderOfItsOutput(@TempDir Path folder) throws Exception {
    Path output = folder.resolve("not/yet/there.gguf");

    int status =
        new CommandLine(new MakePawTiny())
            .execute(
                ("--steps 1 --samples 2 --width 64 --blocks 1 --vocabulary 400 --output " + output)
                    .split(" "));

    assertThat(status).isZero();
    assertThat(GgufHeader.read(output, GgufLimits.INTERPRETER).uint32("qwen3.embedding_length"))
        .hasValue(64L);
  }
}
