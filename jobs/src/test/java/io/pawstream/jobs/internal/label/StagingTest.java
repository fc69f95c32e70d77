package io.pawstream.jobs.internal.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.jobs.internal.files.OutputSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
  @TempDir Path directory;

  @Test
  void isBesidesAFileAndGoneAfterwards() throws IOException {
    Path output = directory.resolve("new folder/out.jsonl");

    Staging staging = Staging.of(spec(output, false));
    assertThat(staging.directory()).isEmptyDirectory().hasParent(output.getParent());
    Files.writeString(staging.directory().resolve("0-0"), "half");
    staging.close();
    staging.close();

    assertThat(output.getParent()).isEmptyDirectory();
  }

  @Test
  void oneRunAtATimeWritesToADirectoryAndRemovesWhatAKilledOneLeft() throws IOException {
    Path left = Files.createDirectories(directory.resolve(".label-files/staging-1"));
    Files.writeString(left.resolve("0-0"), "half");

    try (Staging staging = Staging.of(spec(directory, true))) {
      assertThat(left).doesNotExist();
      assertThat(staging.directory()).isEmptyDirectory();
      assertThatThrownBy(() -> Staging.of(spec(directory, true)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("one run at a time");
    }
    Staging.of(spec(directory, true)).close();
  }

  private static OutputSpec spec(Path output, boolean several) {
    return new OutputSpec(output.toString(), several, null, null, null, null);
  }
}
