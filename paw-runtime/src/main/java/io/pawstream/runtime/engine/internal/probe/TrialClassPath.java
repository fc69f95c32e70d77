package io.pawstream.runtime.engine.internal.probe;

import com.sun.jna.Native;
import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;

/**
 * Where the classes and natives that a trial needs came from: the class path of the parent may be a
 * job's, known to its class loader alone.
 */
final class TrialClassPath {
  private TrialClassPath() {}

  static String of(AdapterProbe.Trial trial) throws IOException {
    Set<String> places = new LinkedHashSet<>();
    List<Class<?>> types =
        new ArrayList<>(
            List.of(
                trial.main(), AdapterTrial.class, Native.class, Logger.class, NullMarked.class));
    types.addAll(trial.classes());
    for (Class<?> type : types) {
      CodeSource source = type.getProtectionDomain().getCodeSource();
      if (source == null || source.getLocation() == null) {
        throw new IOException(
            "A class must come from a file to be tried in another process: class="
                + type.getName()
                + "; set "
                + AdapterProbe.PROPERTY
                + "=false to do without");
      }
      places.add(path(source.getLocation()));
    }
    places.add(library(trial));
    return String.join(File.pathSeparator, places);
  }

  private static String library(AdapterProbe.Trial trial) throws IOException {
    URL resource = trial.resource();
    if (resource.openConnection() instanceof JarURLConnection jar) {
      jar.setUseCaches(false);
      return path(jar.getJarFileURL());
    }
    String place = path(resource);
    return place.substring(0, place.length() - trial.resourceName().length());
  }

  private static String path(URL url) throws IOException {
    try {
      return Path.of(new URI(url.toString())).toString();
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException(
          "A class path must be of files to be tried in another process: url="
              + url
              + "; set "
              + AdapterProbe.PROPERTY
              + "=false to do without",
          e);
    }
  }
}
