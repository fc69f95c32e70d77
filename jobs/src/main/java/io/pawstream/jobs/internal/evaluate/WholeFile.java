package io.pawstream.jobs.internal.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Files in the file systems that Flink knows, there as a whole or not at all. Any thread. */
public final class WholeFile {
  private WholeFile() {}

  /** A path or URI as Flink's; what has no scheme is a file of this machine. */
  public static Path path(String name) {
    Path path = new Path(name);
    return path.toUri().getScheme() == null
        ? Path.fromLocalFile(new File(name).getAbsoluteFile())
        : path;
  }

  /** Writes a text; a file that is there makes way. */
  static void write(String name, String text) throws IOException {
    Path target = path(name);
    FileSystem files = target.getFileSystem();
    Path staging = target.getParent().suffix("/." + target.getName() + ".staging");
    try {
      try (FSDataOutputStream out = files.create(staging, FileSystem.WriteMode.OVERWRITE)) {
        out.write(text.getBytes(UTF_8));
      }
      if (files.isDistributedFS() && files.exists(target)) {
        // others rename over what is there
        boolean unused = files.delete(target, false);
      }
      if (!files.rename(staging, target)) {
        throw new IOException("a report must have its place: file=" + target);
      }
    } catch (IOException e) {
      boolean unused = files.delete(staging, false);
      throw e;
    }
  }
}
