package io.pawstream.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.files.internal.BoundedFiles;
import io.pawstream.runtime.testing.ChildJvm;
import io.pawstream.runtime.testing.Programs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evaluated prefixes that outlive their process: the same answers, bit for bit. */
class KeptPrefixTest {
  private static final String DIRECTORY = "paw.prefix.dir";
  private static final String BYTES = "paw.prefix.bytes";
  private static final String ENDING = ".prefix";
  private static final List<String> INPUTS =
      List.of("The checkout is down for everyone", "No hurry at all", "", "Please call me back!");

  @TempDir Path temp;
  private Path kept;

  @BeforeEach
  void keepThem() {
    kept = temp.resolve("prefixes");
    System.setProperty(DIRECTORY, kept.toString());
    System.clearProperty(BYTES);
  }

  @AfterEach
  void leaveThem() {
    System.clearProperty(DIRECTORY);
    System.setProperty(BYTES, "0");
  }

  /** What a new engine says, each answer with its numbers. */
  private static List<String> answers(String program, boolean deterministic) {
    EngineOptions options =
        EngineOptions.builder()
            .deterministic(deterministic)
            .cacheBytes(0)
            .lanes(1)
            .closeGrace(Duration.ZERO)
            .build();
    List<String> answers = new ArrayList<>();
    try (Paw paw = Paw.open(PawOptions.DEFAULT.withEngine(options));
        PawProgram loaded =
            paw.load(Programs.path(program), ProgramOptions.DEFAULT.withScores(true))) {
      for (String input : INPUTS) {
        answers.add(shown(loaded.apply(input)));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return answers;
  }

  private static String shown(Outcome outcome) {
    return outcome instanceof Answer answer
        ? answer.value()
            + " "
            + Double.toHexString(answer.confidence())
            + " "
            + Double.toHexString(answer.margin())
            + " "
            + answer.scores()
        : outcome.toString();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(kept)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void answersAreTheSameToTheLastBit(boolean deterministic) throws Exception {
    System.setProperty(BYTES, "0");
    List<String> evaluated = answers("urgency.paw", deterministic);
    assertThat(kept).doesNotExist();
    System.clearProperty(BYTES);

    List<String> first = answers("urgency.paw", deterministic);
    byte[] file = Files.readAllBytes(files().get(0));
    List<String> restored = answers("urgency.paw", deterministic);

    assertThat(first).isEqualTo(evaluated);
    assertThat(restored).isEqualTo(evaluated);
    assertThat(files()).hasSize(1);
    assertThat(files().get(0)).hasBinaryContent(file);
    assertThat(answers("order.paw", deterministic)).isEqualTo(answers("order.paw", deterministic));
  }

  @Test
  void eachProgramAndEachContextHasItsOwn() throws Exception {
    answers("urgency.paw", false);
    answers("urgency.paw", true);
    answers("sentiment.paw", true);

    assertThat(files()).hasSize(3).allMatch(file -> file.toString().endsWith(ENDING));
  }

  @Test
  void aDamagedFileIsMadeAnew() throws Exception {
    List<String> evaluated = answers("urgency.paw", true);
    Path file = files().get(0);
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = whole.clone();
    damaged[damaged.length / 2] ^= 1;
    Files.write(file, damaged);

    assertThat(answers("urgency.paw", true)).isEqualTo(evaluated);
    assertThat(file).hasBinaryContent(whole);
  }

  /** What llama.cpp itself refuses, though it has the right digest, is evaluated anew as well. */
  @Test
  void aStateThatIsNoneIsMadeAnew() throws Exception {
    List<String> evaluated = answers("urgency.paw", true);
    Path file = files().get(0);
    byte[] whole = Files.readAllBytes(file);
    put(file, ByteBuffer.allocate(4096));

    assertThat(answers("urgency.paw", true)).isEqualTo(evaluated);
    assertThat(file).hasBinaryContent(whole);
  }

  /** That the file is used at all is seen by what another program's state does in its place. */
  @Test
  void theFileIsWhatIsStartedFrom() throws Exception {
    List<String> evaluated = answers("urgency.paw", true);
    Path urgency = files().get(0);
    answers("sentiment.paw", true);
    Path sentiment =
        files().stream().filter(file -> !file.equals(urgency)).findFirst().orElseThrow();
    ByteBuffer[] state = new ByteBuffer[1];
    assertThat(bounded().read(key(sentiment), size -> state[0] = ByteBuffer.allocate((int) size)))
        .isTrue();

    put(urgency, state[0]);

    assertThat(answers("urgency.paw", true)).isNotEqualTo(evaluated);
  }

  @Test
  void aDirectoryThatCannotBeUsedIsNoTrouble() throws Exception {
    List<String> evaluated = answers("urgency.paw", true);
    System.setProperty(DIRECTORY, Files.writeString(temp.resolve("file"), "x").toString());

    assertThat(answers("urgency.paw", true)).isEqualTo(evaluated);
  }

  /** Says what it answers. */
  static final class Child {
    public static void main(String[] arguments) {
      System.out.println("answers=" + answers("urgency.paw", true));
    }
  }

  private CompletableFuture<String> child(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-D" + DIRECTORY + "=" + kept);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return ChildJvm.run(Child.class, all)
                .output()
                .lines()
                .filter(line -> line.startsWith("answers="))
                .findFirst()
                .orElse("");
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void processesAtOnceAgree() throws Exception {
    List<CompletableFuture<String>> atOnce = List.of(child(), child());
    String evaluated = child("-D" + BYTES + "=0").get();

    assertThat(evaluated).contains("immediate", "wait");
    for (CompletableFuture<String> one : atOnce) {
      assertThat(one.get()).isEqualTo(evaluated);
    }
    assertThat(files()).hasSize(1);
    assertThat(child().get()).isEqualTo(evaluated);
  }

  private void put(Path file, ByteBuffer state) throws IOException {
    bounded().write(key(file), state);
  }

  private BoundedFiles bounded() {
    return new BoundedFiles(kept, ENDING, 1 << 30, "");
  }

  private static String key(Path file) {
    return file.getFileName().toString().replace(ENDING, "");
  }
}
