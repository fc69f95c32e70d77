package io.pawstream.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.compiler.CompileReport.End;
import io.pawstream.compiler.example.Example;
import io.pawstream.compiler.testing.Ggufs;
import io.pawstream.compiler.testing.Greetings;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.program.ProgramBundle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are repeated, stopped, resumed; other kinds of answers and adapters. */
class CompileRunsTest {
  @TempDir Path directory;

  @Test
  void theSameRequestGivesTheSameBytes() throws IOException {
    Path first = directory.resolve("a.paw");
    Path second = directory.resolve("b.paw");
    Path other = directory.resolve("c.paw");

    Compiler.compile(Greetings.quick(first).seed(5).build());
    Compiler.compile(Greetings.quick(second).seed(5).build());
    Compiler.compile(Greetings.quick(other).seed(6).build());

    assertThat(second).hasSameBinaryContentAs(first);
    assertThat(Files.mismatch(first, other)).isNotNegative();
  }

  @Test
  void aResumedRunEndsAsOneThatWasNeverStopped() throws IOException {
    Path whole = directory.resolve("whole.paw");
    Path resumed = directory.resolve("resumed.paw");
    Path checkpoint = directory.resolve("resumed.paw.checkpoint");
    Compiler.compile(Greetings.quick(whole).build());

    CompileReport stopped = stopAfter(4, Greetings.quick(resumed).build());

    assertThat(stopped.end()).isEqualTo(End.STOPPED);
    assertThat(stopped.epochs()).hasSize(2);
    assertThat(stopped.work().steps()).isEqualTo(4);
    assertThat(resumed).exists();
    assertThat(checkpoint).exists();

    CompileReport report = Compiler.compile(Greetings.quick(resumed).resume(true).build());

    assertThat(report.end()).isEqualTo(End.DONE);
    assertThat(report.work().steps()).isEqualTo(2);
    assertThat(report.epochs()).hasSize(3).startsWith(stopped.epochs().get(0));
    assertThat(resumed).hasSameBinaryContentAs(whole);
    assertThat(checkpoint).doesNotExist();
  }

  @Test
  void goesOnOnlyWithTheSameRequest() throws IOException {
    Path output = directory.resolve("a.paw");
    stopAfter(2, Greetings.quick(output).build());
    byte[] before = Files.readAllBytes(output);

    assertThatThrownBy(() -> Compiler.compile(Greetings.quick(output).seed(2).resume(true).build()))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("a.paw.checkpoint")
        .hasMessageContaining("delete it");

    Path checkpoint = directory.resolve("a.paw.checkpoint");
    byte[] cut = Files.readAllBytes(checkpoint);
    Files.write(checkpoint, Arrays.copyOf(cut, cut.length / 2));
    assertThatThrownBy(() -> Compiler.compile(Greetings.quick(output).resume(true).build()))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("must be whole");
    assertThat(output).hasBinaryContent(before);
  }

  @Test
  void stoppedInTheFirstEpochItWritesWhatItHas() throws IOException {
    Path output = directory.resolve("a.paw");

    CompileReport report = stopAfter(1, Greetings.quick(output).build());

    assertThat(report.end()).isEqualTo(End.STOPPED);
    assertThat(report.epochs()).singleElement().matches(e -> e.steps() == 1);
    assertThat(ProgramBundle.read(output).digest()).isEqualTo(report.digest());
    assertThat(names()).containsExactlyInAnyOrder("a.paw", "a.report.json", "a.report.html");
  }

  @Test
  void stoppedBeforeTheFirstStepItWritesNothing() throws IOException {
    Path output = directory.resolve("a.paw");

    assertThatThrownBy(() -> stopAfter(0, Greetings.quick(output).build()))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("steps=0");
    assertThat(names()).isEmpty();
  }

  @Test
  void anInterruptStopsItAndStaysSet() {
    Thread caller = Thread.currentThread();
    try {
      CompileReport report =
          Compiler.compile(
              Greetings.quick(directory.resolve("a.paw")).epochs(1000).build(),
              progress -> {
                if (progress.epoch() == 2) {
                  caller.interrupt();
                }
              },
              () -> false);

      assertThat(report.end()).isEqualTo(End.STOPPED);
      assertThat(Thread.interrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void answersThatAreNoClosedSetAreFreeText() {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      examples.add(new Example("the number is " + (100 + i), String.valueOf(100 + i), i + 1));
    }
    Path output = directory.resolve("number.paw");

    CompileReport report =
        Compiler.compile(
            CompileRequest.builder("Give the number.", examples, Greetings.tiny(), output)
                .epochs(2)
                .threads(1)
                .build());

    assertThat(report.labels()).isEmpty();
    assertThat(report.confusion()).isEmpty();
    assertThat(report.warnings()).anySatisfy(w -> assertThat(w).contains("examples=24"));
    assertThat(report.wrong()).allMatch(wrong -> !wrong.answered().equals(wrong.expected()));
    assertThat(ProgramBundle.read(output).meta().labels()).isNull();
  }

  @Test
  void anAdapterMayBeQuantisedAndOnUpperBlocksOnly() {
    Path output = directory.resolve("a.paw");

    Compiler.compile(
        Greetings.quick(output)
            .epochs(1)
            .rank(32)
            .alpha(16)
            .adapterType(GgufType.Q8_0)
            .firstBlock(4)
            .threads(2)
            .build());

    assertThat(ProgramBundle.read(output).adapter().tensors())
        .hasSize(2 * 7 * 2)
        .allMatch(tensor -> tensor.type() == GgufType.Q8_0)
        .noneMatch(tensor -> tensor.name().startsWith("blk.3."));
  }

  @Test
  void learnsFromAFewAndShowsThemWhereAskedTo() throws IOException {
    Path output = directory.resolve("a.paw");

    CompileReport report =
        Compiler.compile(
            Greetings.quick(output).epochs(1).learnFrom(10).keepExamples(true).build());

    assertThat(report.examples()).isEqualTo(new CompileReport.Examples(10, 30, 0, 0));
    JsonNode meta = meta(output);
    assertThat(meta.path("examples")).hasSize(10);
    assertThat(meta.path("examples"))
        .allMatch(
            shown ->
                Greetings.EXAMPLES.stream()
                    .anyMatch(
                        e ->
                            e.input().equals(shown.path("input").asText())
                                && e.output().equals(shown.path("output").asText())));
    assertThat(meta.path("training").path("held_out").asInt()).isEqualTo(30);
    String digest = ProgramBundle.read(output).digest();

    Compiler.compile(Greetings.quick(output).epochs(1).learnFrom(10).build());

    assertThat(meta(output).has("examples")).isFalse();
    assertThat(ProgramBundle.read(output).digest()).isEqualTo(digest);
  }

  private static JsonNode meta(Path bundle) throws IOException {
    try (ZipFile zip = new ZipFile(bundle.toFile());
        InputStream in = zip.getInputStream(zip.getEntry("meta.json"))) {
      return new ObjectMapper().readTree(in);
    }
  }

  @Test
  void gpt2Learns() throws Exception {
    Interpreter gpt2 =
        Interpreters.resolve(
            Ggufs.gpt2(Greetings.tiny(), directory.resolve("small.gguf")).toString(), true, null);
    Path output = directory.resolve("gpt2.paw");

    CompileReport report =
        Compiler.compile(
            CompileRequest.builder(Greetings.SPEC, Greetings.EXAMPLES.subList(0, 40), gpt2, output)
                .epochs(4)
                .threads(1)
                .build());

    assertThat(report.epochs().get(3).trainingLoss())
        .isLessThan(report.epochs().get(0).trainingLoss());
    ProgramBundle bundle = ProgramBundle.read(output);
    assertThat(bundle.meta().interpreter()).isEqualTo("small");
    assertThat(bundle.meta().runtimeId()).isNull();
    assertThat(bundle.template().suffix()).isEqualTo("\n[END_INPUT]");
    PawOptions options =
        PawOptions.DEFAULT.withInterpreter(gpt2.file() + "@sha256:" + gpt2.sha256());
    try (Paw paw = Paw.open(options);
        PawProgram program = paw.load(output.toString())) {
      assertThat(((Answer) program.apply("hello there")).value()).isIn(report.labels());
    }
  }

  private static CompileReport stopAfter(int steps, CompileRequest request) {
    AtomicInteger done = new AtomicInteger();
    return Compiler.compile(request, progress -> done.incrementAndGet(), () -> done.get() >= steps);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
