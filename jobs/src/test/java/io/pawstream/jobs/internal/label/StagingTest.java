package io.pawstream.jobs.internal.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StagingTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void makesOneFileOfTheParts(int parts) throws IOException {
    Path output = directory.resolve("new folder/out.jsonl");

    try (Staging staging = Staging.besides(output)) {
      for (int i = 0; i < parts; i++) {
        Files.writeString(staging.directory().resolve("part-" + i), i + "\n");
      }
      assertThat(output).doesNotExist();
      staging.publish(2L * parts);
    }

    assertThat(output).hasContent(parts == 0 ? "" : parts == 1 ? "0\n" : "0\n1\n2\n");
    assertThat(listed(output.getParent())).containsExactly(output);
  }

  @Test
  void leavesTheOutputAloneWhereTheRunFails() throws IOException {
    Path output = Files.writeString(directory.resolve("out.jsonl"), "old");

    Staging staging = Staging.besides(output);
    Files.writeString(staging.directory().resolve(".part-0.inprogress"), "half");
    Files.writeString(staging.directory().resolve("part-1"), "1\n");
    assertThatThrownBy(() -> staging.publish(9)).isInstanceOf(IOException.class);
    staging.close();
    staging.close();

    assertThat(output).hasContent("old");
    assertThat(listed(directory)).containsExactly(output);
  }

  @Test
  void replacesWhatALinkPointsAt() throws IOException {
    Path real = Files.writeString(directory.resolve("real"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);

    try (Staging staging = Staging.besides(link)) {
      Files.writeString(staging.directory().resolve("part-0"), "new");
      staging.publish(3);
    }

    assertThat(link).isSymbolicLink();
    assertThat(real).hasContent("new");
  }

  private static List<Path> listed(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
