package io.pawstream.jobs.internal.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file to read. Immutable, serializable; any thread.
 *
 * @param location where it is, absolute
 * @param name its path below what was asked for, with slashes
 * @param size bytes, as it lies there
 * @param modifiedMillis when it was last changed, in milliseconds since 1970
 * @param format how its rows are written
 * @param compression how it is packed
 */
public record InputFile(
    String location,
    String name,
    long size,
    long modifiedMillis,
    FileFormat format,
    Compression compression)
    implements Serializable {

  /** Where it is. */
  public Path path() {
    return Path.of(location);
  }

  /** Its content, unpacked. */
  public InputStream open() throws IOException {
    InputStream in = Files.newInputStream(path());
    try {
      return compression.unpack(in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}
