package io.pawstream.runtime.natives.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.runtime.files.internal.ContentStore;
import io.pawstream.runtime.files.internal.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks the llama.cpp libraries of this machine from the natives jar. Any thread, and any number
 * of processes at once; loads nothing.
 */
public final class Natives {
  /** System property that names the directory to unpack into. */
  public static final String DIRECTORY_PROPERTY = "paw.natives.dir";

  /** Environment variable for the same, read when the property is not set. */
  public static final String DIRECTORY_VARIABLE = "PAW_NATIVES_DIR";

  private static final String CURE =
      "set the system property %s or the environment variable %s to a directory that only this user may write"
          .formatted(DIRECTORY_PROPERTY, DIRECTORY_VARIABLE);

  // What paw-natives writes: package, version, one file.<name>=<SHA-256> for each library, and
  // where
  // these are loaded into others, one requires.<name>=<SHA-256> for what tells the build.
  private static final String LIST = "META-INF/paw/natives/%s/natives.properties";
  private static final String FILE = "file.";
  private static final String REQUIRES = "requires.";

  private Natives() {}

  /**
   * The libraries of this machine, unpacked and checked; the first call on a machine writes about
   * 23 MB.
   *
   * @throws NativesException there are none for this machine, the jar is missing or damaged, or the
   *     directory cannot be written
   */
  public static NativeBundle extract() {
    return extract(Platform.current(), base(), Natives.class.getClassLoader());
  }

  /** Where on the class path the list of this machine's libraries is. */
  public static URL list() {
    return list(Platform.current(), Natives.class.getClassLoader());
  }

  /** Name of the resource that {@link #list} finds. */
  public static String listResource() {
    return LIST.formatted(Platform.current().folder());
  }

  private static URL list(Platform platform, ClassLoader loader) {
    String resource = LIST.formatted(platform.folder());
    URL list = loader.getResource(resource);
    if (list == null) {
      throw new NativesException(
          "the llama.cpp libraries must be on the class path: resource="
              + resource
              + "; add the jar "
              + platform.artifact());
    }
    return list;
  }

  /**
   * The library of a GPU backend, unpacked and checked; empty where its jar is not on the class
   * path. Loads nothing.
   *
   * @param natives the libraries it is to be loaded into
   * @throws NativesException the jar is damaged or of another build, or the directory cannot be
   *     written
   */
  public static Optional<Path> extract(GpuBackend backend, NativeBundle natives) {
    return extract(backend, natives, base(), Natives.class.getClassLoader());
  }

  static Optional<Path> extract(
      GpuBackend backend, NativeBundle natives, Path base, ClassLoader loader) {
    URL list = loader.getResource(LIST.formatted(backend.folder(natives.platform())));
    if (list == null) {
      return Optional.empty();
    }
    String library = backend.library(natives.platform());
    Unpacked unpacked = unpack(list, base);
    if (!unpacked.files().contains(library)) {
      throw new NativesException(
          "the natives jar must hold its library: library="
              + library
              + ", found="
              + unpacked.files()
              + "; build it again");
    }
    requireBuild(list, unpacked.list(), natives);
    return Optional.of(unpacked.directory().resolve(library));
  }

  /**
   * A backend works on the inner structures of the llama.cpp it was built with, and of no other.
   */
  private static void requireBuild(URL list, Properties properties, NativeBundle natives) {
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith(REQUIRES)) {
        String expected = properties.getProperty(key);
        String actual = natives.digests().get(key.substring(REQUIRES.length()));
        if (!expected.equals(actual)) {
          throw new NativesException(
              "jars of llama.cpp libraries must be of one build: jar="
                  + list
                  + ", library="
                  + key.substring(REQUIRES.length())
                  + ", needed="
                  + expected
                  + ", found="
                  + actual
                  + "; use paw-natives jars of the same release");
        }
      }
    }
  }

  static NativeBundle extract(Platform platform, Path base, ClassLoader loader) {
    Unpacked unpacked = unpack(list(platform, loader), base);
    Map<String, String> digests = new TreeMap<>();
    unpacked.files().forEach(name -> digests.put(name, unpacked.list().getProperty(FILE + name)));
    return new NativeBundle(platform, unpacked.directory(), unpacked.digest(), digests);
  }

  /** What one list names, in a directory of its own. */
  private record Unpacked(Path directory, String digest, Properties list, List<String> files) {}

  private static Unpacked unpack(URL list, Path base) {
    try {
      byte[] bytes;
      try (InputStream in = open(list)) {
        bytes = in.readAllBytes();
      }
      Properties properties = new Properties();
      properties.load(new StringReader(new String(bytes, UTF_8)));
      Map<String, ContentStore.Entry> libraries = libraries(list, properties);
      String digest = Sha256.of(bytes);
      Path directory = store(base).putAll(digest, libraries);
      return new Unpacked(directory, digest, properties, List.copyOf(libraries.keySet()));
    } catch (IOException e) {
      throw new NativesException(
          "the llama.cpp libraries could not be unpacked: " + e.getMessage(), e);
    }
  }

  private static Map<String, ContentStore.Entry> libraries(URL list, Properties properties)
      throws IOException {
    Map<String, ContentStore.Entry> libraries = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith(FILE)) {
        String name = key.substring(FILE.length());
        // beside the list, so that two natives jars on one class path are never mixed
        URL library = new URL(list, name);
        libraries.put(
            name, new ContentStore.Entry(properties.getProperty(key), () -> open(library)));
      }
    }
    return libraries;
  }

  /** Opens a resource without the cache of the JDK, which would hold the jar open for ever. */
  public static InputStream open(URL resource) throws IOException {
    URLConnection connection = resource.openConnection();
    connection.setUseCaches(false);
    return connection.getInputStream();
  }

  /** Where libraries are unpacked to. */
  public static ContentStore store() {
    return store(base());
  }

  private static ContentStore store(Path base) {
    return ContentStore.at(base, CURE);
  }

  private static Path base() {
    return base(System.getProperty(DIRECTORY_PROPERTY), System.getenv(DIRECTORY_VARIABLE));
  }

  static Path base(@Nullable String property, @Nullable String variable) {
    if (property != null && !property.isBlank()) {
      return Path.of(property);
    }
    if (variable != null && !variable.isBlank()) {
      return Path.of(variable);
    }
    return ContentStore.defaultBase("natives");
  }
}
