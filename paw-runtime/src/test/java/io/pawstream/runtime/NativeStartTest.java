package io.pawstream.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.testing.ChildJvm;
import io.pawstream.runtime.testing.Fixtures;
import io.pawstream.runtime.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the native library starts and ends, each time in a process of its own. */
@Timeout(120)
class NativeStartTest {
  private static ChildJvm.Ended child(String cpu, String... arguments)
      throws IOException, InterruptedException {
    return ChildJvm.run(
        Child.class, List.of("-Xmx256m", "-D" + LlamaLibrary.CPU_PROPERTY + "=" + cpu), arguments);
  }

  @Test
  void aWrongCpuVariantIsNamedWithTheRightOnesAndCanBeCorrected() throws Exception {
    ChildJvm.Ended ended = child("nonsense", "cpu");

    assertThat(ended.output())
        .contains("LlamaException: the CPU variant must be one that this machine can run")
        .contains("paw.natives.cpu=nonsense", "possible=[", "haswell", "take one of these or auto")
        .contains("then: haswell ALERT");
    assertThat(ended.exit()).isZero();
  }

  @Test
  void theVariantIsChosenByWhatTheEngineIsFor() throws Exception {
    ChildJvm.Ended deterministic = child("auto", "chosen", "true");
    ChildJvm.Ended fastest = child("auto", "chosen", "false");

    assertThat(deterministic.output()).contains("chosen: haswell");
    assertThat(fastest.output()).containsPattern("chosen: [a-z0-9]+");
  }

  @Test
  void anInterpreterThatIsNoneIsRefusedAndTheProcessLives(@TempDir Path directory)
      throws Exception {
    byte[] tiny = Fixtures.interpreter();
    byte[] unknownTokenizer = replaced(tiny, "qwen2", "qwenX");
    List<String> files =
        List.of(
            write(directory, "text.gguf", "this is no interpreter".getBytes(UTF_8)),
            write(directory, "cut.gguf", Arrays.copyOf(tiny, tiny.length / 2)),
            write(directory, "empty.gguf", new byte[0]),
            write(directory, "tokenizer.gguf", unknownTokenizer));

    ChildJvm.Ended ended = child("haswell", "interpreters", String.join(",", files));

    assertThat(ended.output())
        .contains("text: InterpreterException", "cut: InterpreterException")
        .contains("empty: InterpreterException")
        .containsPattern("tokenizer: (Interpreter|Llama)Exception")
        .contains("then: ALERT");
    assertThat(ended.exit()).isZero();
  }

  @Test
  void aProcessMayEndWhileTheEngineRuns() throws Exception {
    ChildJvm.Ended ended = child("haswell", "exit");

    assertThat(ended.output()).isEqualTo("busy\n");
    assertThat(ended.exit()).isZero();
  }

  private static String write(Path directory, String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes).toString();
  }

  /** The first place where {@code old} stands, replaced by text of the same length. */
  private static byte[] replaced(byte[] bytes, String old, String by) {
    String text = new String(bytes, ISO_8859_1);
    int at = text.indexOf(old);
    assertThat(at).isPositive();
    byte[] changed = bytes.clone();
    System.arraycopy(by.getBytes(UTF_8), 0, changed, at, by.length());
    return changed;
  }

  /** What runs in the other process. */
  static final class Child {
    private static final String INPUT = "disk failure, service is down";

    public static void main(String[] arguments) throws Exception {
      switch (arguments[0]) {
        case "cpu" -> cpu();
        case "chosen" -> {
          LlamaLibrary library = LlamaLibrary.acquire(Boolean.parseBoolean(arguments[1]));
          System.out.println("chosen: " + library.cpu());
          library.release();
        }
        case "interpreters" -> interpreters(arguments[1].split(","));
        default -> exit();
      }
    }

    private static void cpu() throws InterruptedException {
      for (int i = 0; i < 2; i++) {
        try (Paw paw = Paw.open()) {
          paw.load(Programs.path("log.paw"));
        } catch (RuntimeException e) {
          System.out.println(e);
        }
      }
      System.setProperty(LlamaLibrary.CPU_PROPERTY, "haswell");
      System.out.println(
          "then: " + LlamaLibrary.acquire(false).cpu() + " " + ask(PawOptions.DEFAULT));
    }

    private static void interpreters(String[] files) throws InterruptedException {
      for (String file : files) {
        PawOptions options = PawOptions.DEFAULT.withInterpreter(file).withUnpinnedInterpreter(true);
        String name = Path.of(file).getFileName().toString().replace(".gguf", "");
        try {
          System.out.println(name + ": " + ask(options));
        } catch (RuntimeException e) {
          System.out.println(name + ": " + e.getClass().getSimpleName() + " " + e.getMessage());
        }
      }
      System.out.println("then: " + ask(PawOptions.DEFAULT));
    }

    private static String ask(PawOptions options) throws InterruptedException {
      try (Paw paw = Paw.open(options);
          PawProgram program = paw.load(Programs.path("log.paw"))) {
        return ((Answer) program.apply(INPUT)).value();
      }
    }

    private static void exit() throws Exception {
      Paw paw =
          Paw.open(
              PawOptions.DEFAULT.withEngine(
                  EngineOptions.builder().lanes(2).cacheBytes(0).build()));
      PawProgram program =
          paw.load(Programs.path("email.paw"), ProgramOptions.DEFAULT.withMaxTokens(100));
      program.apply(INPUT);
      for (int i = 0; i < 2_000; i++) {
        program.serve(INPUT + i);
      }
      System.out.println("busy");
      System.exit(0);
    }
  }
}
