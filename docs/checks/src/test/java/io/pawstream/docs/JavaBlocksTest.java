package io.pawstream.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.docs.Mark.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java on the pages compiles. */
class JavaBlocksTest {
  static Stream<Block> blocks() throws IOException {
    return Places.blocks(Kind.CHECK, "java");
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void compiles(Block block, @TempDir Path folder) throws IOException {
    String frame = block.mark().clause(Kind.CHECK).orElseThrow().about();
    assertThat(JavaSnippet.of(block, frame).compile(folder)).as(block.at()).isEmpty();
  }
}
