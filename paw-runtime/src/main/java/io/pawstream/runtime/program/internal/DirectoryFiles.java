package io.pawstream.runtime.program.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** An unpacked program, as the PAW SDK keeps it under {@code programs/<id>/}. */
final class DirectoryFiles implements ProgramFiles {
  private final Path directory;

  DirectoryFiles(Path directory) throws IOException {
    if (Files.isSymbolicLink(directory)) {
      throw new IOException(
          "The directory of a program must not be a link; name the directory it points to");
    }
    this.directory = directory;
  }

  @Override
  public long size(String name) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes =
          Files.readAttributes(
              directory.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw new IOException("A program must have the file " + name + "; it is missing", e);
    }
    if (!attributes.isRegularFile()) {
      throw new IOException("The files of a program must be regular and no links: file=" + name);
    }
    return attributes.size();
  }

  @Override
  public InputStream open(String name) throws IOException {
    long size = size(name);
    return new ExactInputStream(
        Files.newInputStream(directory.resolve(name), LinkOption.NOFOLLOW_LINKS), name, size);
  }

  @Override
  public void close() {}
}
