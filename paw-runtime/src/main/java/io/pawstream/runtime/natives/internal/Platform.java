package io.pawstream.runtime.natives.internal;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/** A machine that the project has llama.cpp libraries for. */
public enum Platform {
  /** Linux with glibc on a 64-bit Intel or AMD processor; AVX2, FMA and F16C are portable. */
  LINUX_X86_64("linux", "x86_64", "lib", "haswell"),

  /** Linux with glibc on a 64-bit ARM processor; dot products and half floats are portable. */
  LINUX_AARCH64("linux", "aarch64", "lib", "armv8.2_2");

  private final String os;
  private final String arch;
  private final String libraryPrefix;
  private final String portableCpu;

  Platform(String os, String arch, String libraryPrefix, String portableCpu) {
    this.os = os;
    this.arch = arch;
    this.libraryPrefix = libraryPrefix;
    this.portableCpu = portableCpu;
  }

  /**
   * The machine this process runs on.
   *
   * @throws NativesException there are no libraries for it
   */
  public static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""), runsOnMusl());
  }

  /**
   * The platform with these Java names.
   *
   * @param osName the system property {@code os.name}
   * @param osArch the system property {@code os.arch}
   * @param musl whether the C library is musl, as on Alpine Linux
   * @throws NativesException there are no libraries for it
   */
  static Platform of(String osName, String osArch, boolean musl) {
    String os = osName.toLowerCase(Locale.ROOT);
    String arch = canonicalArch(osArch.toLowerCase(Locale.ROOT));
    Platform found =
        Arrays.stream(values())
            .filter(platform -> platform.os.equals(os) && platform.arch.equals(arch))
            .findFirst()
            .orElseThrow(() -> unsupported(osName, osArch));
    if (musl) {
      throw new NativesException(
          "the llama.cpp libraries need glibc: platform="
              + found.folder()
              + ", libc=musl; use an image with glibc, such as Debian, Ubuntu or eclipse-temurin"
              + " without alpine");
    }
    return found;
  }

  /** Name of the platform in the natives jar: {@code linux-x86_64}. */
  public String folder() {
    return os + "-" + arch;
  }

  /** The CPU variant that every server of the last years can run. */
  public String portableCpu() {
    return portableCpu;
  }

  /** The jar that holds its libraries, as Maven names it. */
  String artifact() {
    return this == LINUX_X86_64
        ? "io.pawstream:paw-natives"
        : "io.pawstream:paw-natives with the classifier " + folder();
  }

  /** What the names of libraries start with. */
  String libraryPrefix() {
    return libraryPrefix;
  }

  private static String canonicalArch(String arch) {
    return switch (arch) {
      case "amd64", "x64" -> "x86_64";
      case "arm64" -> "aarch64";
      default -> arch;
    };
  }

  private static NativesException unsupported(String osName, String osArch) {
    return new NativesException(
        "there must be llama.cpp libraries for this machine: os.name=%s, os.arch=%s; run on one of %s"
            .formatted(
                osName,
                osArch,
                Arrays.stream(values()).map(Platform::folder).collect(joining(", "))));
  }

  /** Whether this process is linked with musl, told by what is mapped into it. */
  private static boolean runsOnMusl() {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.anyMatch(line -> line.contains("/ld-musl-"));
    } catch (IOException e) {
      return false; // no Linux, or no /proc: then loading a library tells
    }
  }
}
