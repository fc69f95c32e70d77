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

  // What paw-natives writes: package, version and one file.<name>=<SHA-256> for each library.
  private static final String LIST = "META-INF/paw/natives/%s/natives.properties";
  private static final String FILE = "file.";

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
    return list(listResource(), Natives.class.getClassLoader());
  }

  /** Name of the resource that {@link #list} finds. */
  public static String listResource() {
    return LIST.formatted(Platform.current().folder());
  }

  private static URL list(String resource, ClassLoader loader) {
    URL list = loader.getResource(resource);
    if (list == null) {
      throw new NativesException(
          "the llama.cpp libraries must be on the class path: resource="
              + resource
              + "; add the jar io.pawstream:paw-natives");
    }
    return list;
  }

  static NativeBundle extract(Platform platform, Path base, ClassLoader loader) {
    URL list = list(LIST.formatted(platform.folder()), loader);
    try {
      byte[] bytes;
      try (InputStream in = open(list)) {
        bytes = in.readAllBytes();
      }
      Map<String, ContentStore.Entry> libraries = libraries(list, bytes);
      String digest = Sha256.of(bytes);
      Path directory = store(base).putAll(digest, libraries);
      return new NativeBundle(platform, directory, digest, List.copyOf(libraries.keySet()));
    } catch (IOException e) {
      throw new NativesException(
          "the llama.cpp libraries could not be unpacked: " + e.getMessage(), e);
    }
  }

  private static Map<String, ContentStore.Entry> libraries(URL list, byte[] bytes)
      throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(new String(bytes, UTF_8)));
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
