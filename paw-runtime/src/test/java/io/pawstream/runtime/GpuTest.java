package io.pawstream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.LabelScore;
import io.pawstream.runtime.answer.Served;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.testing.ChildJvm;
import io.pawstream.runtime.testing.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The natives jar of Vulkan, in processes of their own. Runs with {@code -Dpaw.test.gpu=true} where
 * {@code mvn -Pnatives-vulkan} has built the jar; what compares answers also needs a device, a real
 * one or Mesa's lavapipe, which computes on the processor.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class GpuTest {
  private static final Logger LOG = LoggerFactory.getLogger(GpuTest.class);

  /** Lets ggml take a device that is a processor, as lavapipe's. */
  private static final Map<String, String> FIRST_DEVICE = Map.of("GGML_VK_VISIBLE_DEVICES", "0");

  private static final Map<String, String> NO_DRIVER =
      Map.of("VK_DRIVER_FILES", "/nowhere.json", "VK_ICD_FILENAMES", "/nowhere.json");

  private static Path jar;

  @BeforeAll
  static void jarIsBuilt() throws Exception {
    boolean asked = Boolean.getBoolean("paw.test.gpu");
    if (!asked) {
      LOG.info("not run: graphics processors are tested with -Dpaw.test.gpu=true");
    }
    assumeTrue(asked, "paw.test.gpu is set");
    Path built = Path.of("..", "paw-natives", "target");
    try (var files = Files.newDirectoryStream(built, "paw-natives-*-linux-x86_64-vulkan.jar")) {
      var found = files.iterator();
      jar = found.hasNext() ? found.next().toAbsolutePath().normalize() : null;
    }
    if (jar == null) {
      LOG.warn("not run: there is no natives jar of Vulkan; build it with -Pnatives-vulkan");
    }
    assumeTrue(jar != null, "the natives jar of Vulkan is built");
  }

  private static String output(Map<String, String> environment, String... arguments)
      throws Exception {
    ChildJvm.Ended ended =
        ChildJvm.run(Child.class, List.of("-Xmx256m"), List.of(jar), environment, arguments);
    assertThat(ended.exit()).as(ended.output()).isZero();
    return ended.output();
  }

  private static void requireDevice() throws Exception {
    String devices = output(FIRST_DEVICE, "devices");
    boolean there = devices.contains("device Vulkan0 ");
    if (!there) {
      LOG.warn("not run: there is no Vulkan device: {}", devices);
    }
    assumeTrue(there, "there is a Vulkan device");
  }

  private static void saysOnce(String output, String line) {
    assertThat(output.lines().filter(text -> text.contains(line))).as(output).hasSize(1);
  }

  @Test
  void labelsOnTheDeviceAreThoseOfTheProcessor() throws Exception {
    requireDevice();

    String compared = output(FIRST_DEVICE, "compare");
    compared.lines().filter(line -> line.startsWith("compared")).forEach(LOG::warn);
    assertThat(compared).contains("compared log: ").doesNotContain("WRONG");
  }

  @Test
  void anEngineThatDoesNotFitIsRefusedAndTheProcessLives() throws Exception {
    requireDevice();

    assertThat(output(FIRST_DEVICE, "too large"))
        .contains("EngineUnavailableException: a device must have room: device=Vulkan0, needed=")
        .contains("lanes=256", "lower lanes, maxSequences, contextTokens or gpuLayers")
        .contains("then: ALERT");
  }

  @Test
  void aProcessMayEndWhileTheDeviceComputes() throws Exception {
    requireDevice();

    assertThat(output(FIRST_DEVICE, "exit")).contains("busy");
  }

  @Test
  void withoutALoaderOneLineSaysSoAndTheProcessorGoesOn(@TempDir Path libraries) throws Exception {
    Files.createFile(libraries.resolve("libvulkan.so.1"));

    String output = output(Map.of("LD_LIBRARY_PATH", libraries.toString()), "ask", "auto");
    saysOnce(output, "WARN");
    assertThat(output)
        .contains("the natives of Vulkan need a driver and a device: loader says: ")
        .contains("libvulkan", "apt-get install libvulkan1", "the CPU goes on", "answer: ALERT");
  }

  @Test
  void withoutADriverOneLineSaysSoAndTheProcessorGoesOn() throws Exception {
    String output = output(NO_DRIVER, "ask", "auto");
    saysOnce(output, "WARN");
    assertThat(output)
        .contains("the natives of Vulkan need a driver and a device: ")
        .contains("apt-get install libvulkan1", "the CPU goes on", "answer: ALERT");
  }

  @Test
  void aDeviceThatIsNamedAndNotThereIsAnErrorWithTheReason() throws Exception {
    assertThat(output(NO_DRIVER, "ask", "Vulkan0"))
        .contains("EngineUnavailableException: device must be one of [auto, cpu]: device=Vulkan0")
        .contains("the natives of Vulkan need a driver and a device: ");
  }

  @Test
  void whoTakesTheProcessorLoadsNoBackend() throws Exception {
    String output = output(NO_DRIVER, "ask", "cpu");
    assertThat(output).contains("answer: ALERT").doesNotContain("Vulkan");
  }

  /** What runs in the other process. */
  static final class Child {
    private static final String INPUT = "disk failure, service is down";
    private static final double NOISE = 0.6;

    public static void main(String[] arguments) throws Exception {
      switch (arguments[0]) {
        case "devices" -> {
          NativeRuntime runtime = Paw.nativeRuntime();
          runtime.devices().forEach(d -> System.out.println("device " + d.name() + " " + d));
          System.out.println(runtime.problems());
        }
        case "compare" -> compare("log");
        case "ask" -> ask(arguments[1]);
        case "too large" -> {
          try (Paw paw = open(on("Vulkan0").lanes(256).contextTokens(131_072))) {
            paw.load(Programs.path("log.paw"));
          } catch (RuntimeException e) {
            System.out.println(e);
          }
          System.out.println("then: " + answers("Vulkan0", "log", List.of(INPUT)).get(0).value());
        }
        default -> exit();
      }
    }

    private static EngineOptions.Builder on(String device) {
      return EngineOptions.builder().device(device).cacheBytes(0);
    }

    private static Paw open(EngineOptions.Builder engine) {
      return Paw.open(PawOptions.DEFAULT.withEngine(engine.build()));
    }

    private static void ask(String device) throws InterruptedException {
      // two engines: what is wrong is said once all the same
      for (int lanes = 1; lanes <= 2; lanes++) {
        try (Paw paw = open(on(device).lanes(lanes));
            PawProgram program = paw.load(Programs.path("log.paw"))) {
          System.out.println("answer: " + ((Answer) program.apply(INPUT)).value());
        } catch (RuntimeException e) {
          System.out.println(e);
        }
      }
    }

    private static List<Answer> answers(String device, String name, List<String> texts) {
      try (Paw paw = open(on(device));
          PawProgram program =
              paw.load(Programs.path(name + ".paw"), ProgramOptions.DEFAULT.withScores(true))) {
        List<CompletableFuture<Served>> served = texts.stream().map(program::serve).toList();
        return served.stream().map(one -> (Answer) one.join().outcome()).toList();
      }
    }

    private static List<String> texts() {
      List<String> texts = new ArrayList<>();
      for (String what : List.of("disk", "nightly job")) {
        for (String how : List.of("failed again", "is fine now, please ignore")) {
          texts.add("The " + what + " " + how);
        }
      }
      return texts;
    }

    private static void compare(String name) {
      List<Answer> expected = answers("cpu", name, texts());
      List<Answer> actual = answers("Vulkan0", name, texts());
      double most = 0;
      int other = 0;
      for (int i = 0; i < expected.size(); i++) {
        Answer e = expected.get(i);
        Answer a = actual.get(i);
        for (int label = 0; label < e.scores().size(); label++) {
          LabelScore wanted = e.scores().get(label);
          most = Math.max(most, Math.abs(wanted.logProb() - a.scores().get(label).logProb()));
        }
        if (!a.value().equals(e.value())) {
          other++;
          if (Math.max(a.margin(), e.margin()) > NOISE) {
            System.out.println("WRONG " + i + ": " + a + " instead of " + e);
          }
        }
      }
      System.out.printf(
          "compared %s: %d of %d labels differ, log probabilities by at most %.4f nats%n",
          name, other, expected.size(), most);
      if (most > NOISE) {
        System.out.println("WRONG log probabilities");
      }
    }

    private static void exit() throws Exception {
      Paw paw = open(on("Vulkan0").lanes(2));
      PawProgram program = paw.load(Programs.path("log.paw"));
      program.apply(INPUT);
      for (int i = 0; i < 20; i++) {
        program.serve(INPUT + i);
      }
      System.out.println("busy");
      System.exit(0);
    }
  }
}
