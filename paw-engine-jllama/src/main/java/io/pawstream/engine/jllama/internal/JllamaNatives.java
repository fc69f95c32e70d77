package io.pawstream.engine.jllama.internal;

import io.pawstream.runtime.engine.EngineUnavailableException;
import io.pawstream.runtime.natives.internal.Natives;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The native library inside the jar {@code de.kherud:llama} for this machine. Immutable; any
 * thread.
 *
 * @param resource where on the class path it is
 * @param sha256 its digest, 64 hex digits: no other file is loaded
 */
record JllamaNatives(String resource, String sha256) {
  /** The version of the jar. */
  static final String VERSION = "4.2.0";

  /** The one that this project runs its tests on. */
  private static final String TRIED = "Linux/x86_64/libjllama.so";

  /** Libraries of the jar by name below its folder, with their digests. */
  private static final Map<String, String> SHA256 =
      Map.of(
          TRIED,
          "93276c536d00f037c37ed6ec1e55be9c828940f4a0af59af10a8f638a31bbc3c",
          "Linux/aarch64/libjllama.so",
          "d852c1625b2dac90a974613a2f019ecabf0c5d7bc054dcc14a05246d5aa2a1a7",
          "Mac/aarch64/libjllama.dylib",
          "7ba2311dc634e24b572512a2279357327511ad3d77dea032a77feab77c14d341");

  private static final String FOLDER = "de/kherud/llama/";

  /** What the processor must have for {@link #TRIED}: it is built for these and asks nobody. */
  private static final List<String> INSTRUCTIONS = List.of("avx2", "fma", "f16c");

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  /**
   * The library of this machine.
   *
   * @throws EngineUnavailableException if there is none, or the processor cannot run it
   */
  static JllamaNatives find() {
    JllamaNatives found = of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    found.url();
    if (found.isTried()) {
      requireInstructions(processor());
    }
    return found;
  }

  /** The library for a machine with these Java names. */
  static JllamaNatives of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String arch = Set.of("amd64", "x64", "x86_64").contains(osArch) ? "x86_64" : osArch;
    String name =
        os.startsWith("mac")
            ? "Mac/" + arch + "/libjllama.dylib"
            : (os.equals("linux") ? "Linux/" : osName + '/') + arch + "/libjllama.so";
    String sha256 = SHA256.get(name);
    if (sha256 == null) {
      throw new EngineUnavailableException(
          "there must be a library for this machine: os.name="
              + osName
              + ", os.arch="
              + osArch
              + ", libraries="
              + SHA256.keySet().stream().sorted().toList());
    }
    return new JllamaNatives(FOLDER + name, sha256);
  }

  /** Whether tests run on this library. */
  boolean isTried() {
    return resource.equals(FOLDER + TRIED);
  }

  /** Where the library is on the class path. */
  URL url() {
    URL url = JllamaNatives.class.getClassLoader().getResource(resource);
    if (url == null) {
      throw new EngineUnavailableException(
          "its library must be on the class path: resource="
              + resource
              + "; add the jar de.kherud:llama:"
              + VERSION);
    }
    return url;
  }

  /** The library as a file of our own, unpacked and checked. */
  Path unpack() {
    URL url = url();
    String name = resource.substring(resource.lastIndexOf('/') + 1);
    try {
      return Natives.store().put(name, sha256, () -> Natives.open(url));
    } catch (IOException e) {
      throw new EngineUnavailableException(
          "its library must be the one of de.kherud:llama:" + VERSION + ": " + e.getMessage(), e);
    }
  }

  /**
   * @param flags what the processor has, as Linux names it
   */
  static void requireInstructions(Set<String> flags) {
    if (!flags.containsAll(INSTRUCTIONS)) {
      throw new EngineUnavailableException(
          "the processor must have the instructions that its library is built for: needed="
              + INSTRUCTIONS
              + ", missing="
              + INSTRUCTIONS.stream().filter(one -> !flags.contains(one)).toList());
    }
  }

  private static Set<String> processor() {
    try {
      return Files.readAllLines(PROCESSORS).stream()
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> Set.copyOf(Arrays.asList(line.split("\\s+"))))
          .orElse(Set.of());
    } catch (IOException e) {
      throw new EngineUnavailableException(
          "the processor must be known: file=" + PROCESSORS + ", reason=" + e.getMessage(), e);
    }
  }
}
