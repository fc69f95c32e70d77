package io.pawstream.runtime.natives.internal;

import static java.util.stream.Collectors.toMap;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The llama.cpp libraries of one platform, unpacked and checked. Immutable; any thread.
 *
 * @param platform what they run on
 * @param directory a private directory that holds all of them; they find each other there
 * @param digest SHA-256 of the list of all names and digests, 64 hex digits: one value per build
 * @param digests SHA-256 of the libraries in the directory, by their names
 */
public record NativeBundle(
    Platform platform, Path directory, String digest, Map<String, String> digests) {

  public NativeBundle {
    digests = Map.copyOf(digests);
  }

  /** Names of the libraries in the directory, sorted. */
  public List<String> files() {
    return digests.keySet().stream().sorted().toList();
  }

  /** The library with the API of llama.cpp. */
  public Path llama() {
    return library("llama.");
  }

  /** The library that finds and loads the CPU variants. */
  public Path ggml() {
    return library("ggml.");
  }

  /** The library that all others share. */
  public Path ggmlBase() {
    return library("ggml-base.");
  }

  /** The kernels by the processor they are built for, such as {@code haswell}; sorted. */
  public Map<String, Path> cpuVariants() {
    String prefix = platform.libraryPrefix() + "ggml-cpu-";
    return files().stream()
        .filter(name -> name.startsWith(prefix))
        .collect(
            toMap(
                name -> name.substring(prefix.length(), name.lastIndexOf('.')),
                directory::resolve,
                (a, b) -> a,
                TreeMap::new));
  }

  private Path library(String start) {
    String prefix = platform.libraryPrefix() + start;
    return files().stream()
        .filter(name -> name.startsWith(prefix))
        .findFirst()
        .map(directory::resolve)
        .orElseThrow(
            () ->
                new NativesException(
                    "the natives jar must hold every library: library=%s*, found=%s; build it again"
                        .formatted(prefix, files())));
  }
}
