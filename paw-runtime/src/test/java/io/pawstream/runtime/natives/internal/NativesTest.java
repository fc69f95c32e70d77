package io.pawstream.runtime.natives.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.NativeLibrary;
import io.pawstream.runtime.files.internal.ContentStore;
import io.pawstream.runtime.files.internal.Sha256;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativesTest {
  private Path base;

  @BeforeEach
  void inside(@TempDir Path temp) {
    base = temp.resolve("natives");
  }

  @Test
  void theLibrariesLieTogetherInADirectoryNamedByTheirDigest() throws Exception {
    NativeBundle bundle = extract(base);

    assertThat(bundle.directory()).isEqualTo(base.resolve(bundle.digest()));
    assertThat(fileNames(bundle.directory())).containsExactlyElementsOf(bundle.files());
    assertThat(bundle.llama()).isRegularFile().hasFileName("libllama.v0.5.0.so");
    assertThat(bundle.ggml()).isRegularFile().hasFileName("libggml.v0.5.0.so");
    assertThat(bundle.ggmlBase()).isRegularFile().hasFileName("libggml-base.so");
    assertThat(bundle.cpuVariants()).containsKeys("haswell", "x64", "zen4").hasSize(14);
    assertThat(bundle.cpuVariants().values()).allSatisfy(file -> assertThat(file).isRegularFile());
  }

  @Test
  void aSecondExtractionWritesNothing() throws Exception {
    NativeBundle first = extract(base);
    FileTime past = FileTime.fromMillis(1_000_000);
    for (String file : first.files()) {
      Files.setLastModifiedTime(first.directory().resolve(file), past);
    }

    assertThat(extract(base)).isEqualTo(first);
    for (String file : first.files()) {
      assertThat(Files.getLastModifiedTime(first.directory().resolve(file))).isEqualTo(past);
    }
  }

  @Test
  void aChangedLibraryIsReplacedBeforeAnyoneLoadsIt() throws Exception {
    NativeBundle bundle = extract(base);
    Path haswell = bundle.directory().resolve("libggml-cpu-haswell.so");
    Map<String, String> before = digests(bundle);
    byte[] bytes = Files.readAllBytes(haswell);
    bytes[bytes.length / 2] ^= 1;
    Files.write(haswell, bytes);
    Files.delete(bundle.llama());

    assertThat(extract(base)).isEqualTo(bundle);
    assertThat(digests(bundle)).isEqualTo(before);
  }

  @Test
  void severalProcessesAtOnceUnpackAndLoadTheSameLibraries() throws Exception {
    List<Process> children = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        children.add(
            new ProcessBuilder(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-Xmx128m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-D" + Natives.DIRECTORY_PROPERTY + "=" + base,
                    Child.class.getName())
                .redirectError(Redirect.INHERIT)
                .start());
      }
      for (Process child : children) {
        assertThat(child.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(child.inputReader().readLine()).isEqualTo(base + " 0.5.0-dev");
        assertThat(child.exitValue()).isZero();
      }
    } finally {
      children.forEach(Process::destroyForcibly);
    }
    assertThat(fileNames(base)).hasSize(1);
  }

  @Test
  void aDirectoryThatCannotBeWrittenNamesTheSetting() throws Exception {
    Path file = Files.writeString(base, "a file where the directory should be");

    assertThatThrownBy(() -> extract(file.resolve("below")))
        .isInstanceOf(NativesException.class)
        .hasMessageContainingAll(file.toString(), "paw.natives.dir", "PAW_NATIVES_DIR");
  }

  @Test
  void withoutTheNativesJarTheMessageNamesIt() throws Exception {
    try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
      assertThatThrownBy(() -> Natives.extract(Platform.LINUX_X86_64, base, empty))
          .isInstanceOf(NativesException.class)
          .hasMessageContainingAll("natives.properties", "io.pawstream:paw-natives");
    }
    assertThat(base).doesNotExist();
  }

  @Test
  void aDamagedJarIsRefusedAndLeavesNothing(@TempDir Path jar) throws Exception {
    Path folder = Files.createDirectories(jar.resolve("META-INF/paw/natives/linux-x86_64"));
    Files.writeString(
        folder.resolve("natives.properties"), "file.libllama.v0.5.0.so=" + "0".repeat(64) + "\n");
    Files.writeString(folder.resolve("libllama.v0.5.0.so"), "other bytes");
    try (URLClassLoader damaged = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      assertThatThrownBy(() -> Natives.extract(Platform.LINUX_X86_64, base, damaged))
          .isInstanceOf(NativesException.class)
          .hasMessageContainingAll("file=libllama.v0.5.0.so", "pinned=000", "actual=");
    }
    assertThat(base).isEmptyDirectory();
  }

  @Test
  void thePlatformDecidesBetweenSeveralJars(@TempDir Path jar) throws Exception {
    lay(jar, "linux-aarch64", "", "libllama.v0.5.0.so", "libggml-cpu-armv8.2_2.so");
    try (URLClassLoader both = beside(jar)) {
      NativeBundle arm = Natives.extract(Platform.LINUX_AARCH64, base, both);
      NativeBundle intel = Natives.extract(Platform.LINUX_X86_64, base, both);

      assertThat(arm.files()).containsExactly("libggml-cpu-armv8.2_2.so", "libllama.v0.5.0.so");
      assertThat(arm.cpuVariants()).containsOnlyKeys(Platform.LINUX_AARCH64.portableCpu());
      assertThat(intel).isEqualTo(extract(base));
    }
  }

  @Test
  void withoutTheJarOfThisPlatformTheMessageNamesItsClassifier() {
    assertThatThrownBy(
            () ->
                Natives.extract(Platform.LINUX_AARCH64, base, ClassLoader.getPlatformClassLoader()))
        .isInstanceOf(NativesException.class)
        .hasMessageContaining("io.pawstream:paw-natives with the classifier linux-aarch64");
  }

  @Test
  void aBackendIsFoundBesideTheLibrariesOfItsBuild(@TempDir Path jar) throws Exception {
    NativeBundle natives = extract(base);
    String build = natives.digests().get("libggml-base.so");
    lay(jar, "linux-x86_64-cuda", "requires.libggml-base.so=" + build, "libggml-cuda.so");
    try (URLClassLoader both = beside(jar)) {
      assertThat(Natives.extract(GpuBackend.CUDA, natives, base, both).orElseThrow())
          .isRegularFile()
          .hasFileName("libggml-cuda.so")
          .satisfies(file -> assertThat(file.getParent()).isNotEqualTo(natives.directory()));
      assertThat(Natives.extract(GpuBackend.VULKAN, natives, base, both)).isEmpty();
    }
  }

  @Test
  void aBackendOfAnotherBuildIsRefused(@TempDir Path jar) throws Exception {
    lay(
        jar,
        "linux-x86_64-vulkan",
        "requires.libggml-base.so=" + "0".repeat(64),
        "libggml-vulkan.so");
    NativeBundle natives = extract(base);
    try (URLClassLoader both = beside(jar)) {
      assertThatThrownBy(() -> Natives.extract(GpuBackend.VULKAN, natives, base, both))
          .isInstanceOf(NativesException.class)
          .hasMessageContainingAll("of one build", "needed=000", "libggml-base.so");
    }
  }

  @ParameterizedTest
  @CsvSource({"linux-x86_64-vulkan", "linux-x86_64-cuda", "linux-aarch64"})
  void optInJarsThatAreBuiltHoldWhatTheyList(String set) throws Exception {
    try (var jars =
        Files.newDirectoryStream(
            Path.of("..", "paw-natives", "target"), "paw-natives-*-" + set + ".jar")) {
      for (Path jar : jars) {
        try (URLClassLoader alone = beside(jar)) {
          NativeBundle natives = extract(base);
          if (set.equals("linux-aarch64")) {
            NativeBundle arm = Natives.extract(Platform.LINUX_AARCH64, base, alone);
            assertThat(arm.cpuVariants()).containsKeys("armv8.0_1", "armv8.2_2", "armv9.2_2");
            assertThat(arm.llama()).isRegularFile();
            assertThat(arm.ggml()).isRegularFile();
          } else {
            GpuBackend backend = set.endsWith("cuda") ? GpuBackend.CUDA : GpuBackend.VULKAN;
            assertThat(Natives.extract(backend, natives, base, alone)).isPresent();
          }
        }
      }
    }
  }

  /** A class path with the jar of this build and another. */
  private static URLClassLoader beside(Path jar) throws IOException {
    return new URLClassLoader(new URL[] {jar.toUri().toURL()}, Natives.class.getClassLoader());
  }

  /** A natives jar as a folder, with made-up libraries. */
  private static void lay(Path jar, String set, String more, String... libraries)
      throws IOException {
    Path folder = Files.createDirectories(jar.resolve("META-INF/paw/natives/" + set));
    StringBuilder list = new StringBuilder(more).append('\n');
    for (String library : libraries) {
      Path file = Files.writeString(folder.resolve(library), "library " + library);
      list.append("file.").append(library).append('=').append(Sha256.of(file)).append('\n');
    }
    Files.writeString(folder.resolve("natives.properties"), list.toString());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"/p, /v, /p", "none, /v, /v", "'', /v, /v", "none, none, none", "' ', '', none"})
  void thePropertyGoesBeforeTheVariable(String property, String variable, Path expected) {
    assertThat(Natives.base(property, variable))
        .isEqualTo(expected == null ? ContentStore.defaultBase("natives") : expected);
  }

  /** Unpacks and loads, in a process of its own. */
  static final class Child {
    public static void main(String[] args) {
      NativeBundle bundle = Natives.extract();
      String version =
          NativeLibrary.getInstance(bundle.llama().toString())
              .getFunction("llama_version")
              .invokeString(new Object[0], false);
      System.out.println(bundle.directory().getParent() + " " + version);
    }
  }

  private static NativeBundle extract(Path base) {
    return Natives.extract(Platform.LINUX_X86_64, base, Natives.class.getClassLoader());
  }

  private static Map<String, String> digests(NativeBundle bundle) throws IOException {
    Map<String, String> digests = new HashMap<>();
    for (String file : bundle.files()) {
      digests.put(file, Sha256.of(bundle.directory().resolve(file)));
    }
    return digests;
  }

  private static List<String> fileNames(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
