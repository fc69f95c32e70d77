package io.pawstream.runtime.engine.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.files.internal.Sha256;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.testing.Fixtures;
import io.pawstream.runtime.testing.GgufWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Adapters that the checks in Java would refuse are given to native code here, in a child process.
 */
class AdapterProbeTest {
  @TempDir Path directory;
  private LlamaLibrary library;
  private AdapterProbe probe;

  @BeforeEach
  void open() {
    System.setProperty(AdapterProbe.DIRECTORY_PROPERTY, directory.resolve("notes").toString());
    Interpreter interpreter = Interpreters.known("paw-tiny", null);
    library = LlamaLibrary.acquire(false);
    probe = new AdapterProbe(interpreter, library, AdapterTrial.with(library));
  }

  @AfterEach
  void close() {
    System.clearProperty(AdapterProbe.DIRECTORY_PROPERTY);
    library.release();
  }

  private void require(byte[] adapter) throws IOException {
    Path file = Files.write(directory.resolve(Sha256.of(adapter)), adapter);
    probe.require("trial", file, Sha256.of(adapter));
  }

  private List<Path> notes() throws IOException {
    Path notes = directory.resolve("notes");
    if (!Files.exists(notes)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(notes)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void aGoodAdapterIsTriedOnce() throws IOException {
    byte[] adapter = Fixtures.adapter();
    require(adapter);
    assertThat(notes()).hasSize(1);

    // the note is believed: this file would kill the process that tries it
    Path other = Files.write(directory.resolve("other"), withTextForAlpha());
    probe.require("trial", other, Sha256.of(adapter));
    assertThat(notes()).hasSize(1);
  }

  @Test
  void anAdapterThatAbortsKillsAnotherProcessThanOurs() throws IOException {
    assertThatThrownBy(() -> require(withTextForAlpha()))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("An adapter must load and run in a process of its own")
        .hasMessageContaining("program=trial")
        .hasMessageContaining("exit=134");
    assertThat(notes()).isEmpty();
  }

  @Test
  void anAdapterThatIsRefusedIsNotLoaded() throws IOException {
    byte[] cut = Arrays.copyOf(Fixtures.adapter(), 4096);
    assertThatThrownBy(() -> require(cut))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("exit=1");
    assertThat(notes()).isEmpty();
  }

  @Test
  void aDirectoryThatCannotBeWrittenCostsTheNoteAlone() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    System.setProperty(AdapterProbe.DIRECTORY_PROPERTY, file.resolve("below").toString());
    require(Fixtures.adapter());
    assertThatThrownBy(() -> require(withTextForAlpha())).isInstanceOf(ProgramException.class);
  }

  @Test
  void itCanBeTurnedOff() throws IOException {
    System.setProperty(AdapterProbe.PROPERTY, "false");
    try {
      require(withTextForAlpha());
      assertThat(notes()).isEmpty();
    } finally {
      System.clearProperty(AdapterProbe.PROPERTY);
    }
  }

  private static byte[] withTextForAlpha() throws IOException {
    return GgufWriter.of(Fixtures.header(Fixtures.adapter()))
        .string("adapter.lora.alpha", "16")
        .bytes();
  }
}
